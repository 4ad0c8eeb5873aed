/**
 * The safetensors format, read without trust and written byte for byte the same each time.
 *
 * <p>A file is: 8 bytes, the unsigned little-endian length N of the header; N bytes of UTF-8 JSON,
 * {@code {"__metadata__": {text: text, …}, NAME: {"dtype": TYPE, "shape": [d, …], "data_offsets": [begin, end]}, …}},
 * padded with spaces; then the data, little-endian and row-major. Offsets count from the start of the data, and the
 * tensors cover it without gap or overlap. Source: the README of github.com/huggingface/safetensors, and for the
 * limits its {@code safetensors/src/tensor.rs}.
 */
package handgrad.host.safetensors;
