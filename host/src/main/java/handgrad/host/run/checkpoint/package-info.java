/** Parameters and training state as safetensors files. */
package handgrad.host.run.checkpoint;
