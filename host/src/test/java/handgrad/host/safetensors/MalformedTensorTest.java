package handgrad.host.safetensors;

import static handgrad.host.safetensors.HostileFile.GOOD;
import static handgrad.host.safetensors.HostileFile.GOOD_DATA_BYTES;
import static handgrad.host.safetensors.HostileFile.assertRejected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that differ from a correct one in what the header says of one tensor, or in the length of the data. */
class MalformedTensorTest {
    @TempDir
    private Path folder;

    @Test
    void theFileThatTheOthersDifferFromIsCorrect() throws IOException {
        final Path path = Files.write(folder.resolve("good"), RawFile.of(GOOD, GOOD_DATA_BYTES));
        final SafetensorsFile file = SafetensorsReader.read(path, NonFinitePolicy.REJECT);
        assertEquals(Set.of("a", "b"), file.tensors().keySet());
    }

    /** Each row: what is wrong; what of the correct header is replaced, by what; what the message must contain. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a number for a tensor   | {"dtype":"I32","shape":[2],"data_offsets":[16,24]} | 3    | tensor "b" must be \
            an object, not the number 3
            null for a tensor       | {"dtype":"I32","shape":[2],"data_offsets":[16,24]} | null | tensor "b" must be \
            an object, not null
            the same name twice     | "b"              | "a"                         | its header has tensor "a" twice
            the same name, escaped  | "b"              | "\\u0061"                   | its header has tensor "a" twice
            unknown field           | "dtype":"I32"    | "dtype":"I32","strides":[1] | tensor "b" has the unknown \
            field "strides"
            no dtype                | "dtype":"I32",   | ``                          | tensor "b" lacks the field \
            "dtype"
            no shape                | "shape":[2],     | ``                          | tensor "b" lacks the field \
            "shape"
            no data_offsets         | ,"data_offsets":[16,24] | ``                   | tensor "b" lacks the field \
            "data_offsets"
            dtype twice             | "dtype":"I32"    | "dtype":"I32","dtype":"F32" | tensor "b" has the field \
            "dtype" twice
            shape twice             | "shape":[2]      | "shape":[2],"shape":[2]     | tensor "b" has the field \
            "shape" twice
            data_offsets twice      | "shape":[2]      | "shape":[2],"data_offsets":[0,8] | tensor "b" has the field \
            "data_offsets" twice
            dtype that is none      | I32              | F31       | tensor "b" has the type "F31", which is not \
            supported; these are: F32, F64, F16, BF16, I32, I64
            dtype not read here     | I32              | BOOL      | tensor "b" has the type "BOOL", which is not \
            supported
            dtype in small letters  | I32              | i32       | tensor "b" has the type "i32", which is not \
            supported
            number for a dtype      | "I32"            | 32        | the dtype of tensor "b" must be a text, not the \
            number 32
            number for a shape      | [2],             | 2,        | the shape of tensor "b" must be a list of whole \
            numbers, not the number 2
            text in a shape         | [2],             | ["2"],    | the shape of tensor "b" must hold only whole \
            numbers, not a text
            fraction in a shape     | [2],             | [2.0],    | the shape of tensor "b" must hold only whole \
            numbers, not the number 2.0
            exponent in a shape     | [2],             | [2e0],    | the shape of tensor "b" must hold only whole \
            numbers, not the number 2e0
            list in a shape         | [2],             | [[2]],    | the shape of tensor "b" must hold only whole \
            numbers, not a list
            null in a shape         | [2],             | [null],   | the shape of tensor "b" must hold only whole \
            numbers, not null
            negative extent         | [2],             | [-2],     | the shape of tensor "b" must not be negative: -2
            two negative extents    | [2],             | [-1,-2],  | the shape of tensor "b" must not be negative: -1
            extent beyond 64 bits   | [2],             | [18446744073709551618], | the shape of tensor "b" has a \
            number beyond 63 bits: 18446744073709551618
            extent of 21 digits     | [2],             | [100000000000000000002], | its header has a number of more \
            than 20 digits
            leading zero            | [2],             | [02],     | Leading zeroes not allowed
            plus sign               | [2],             | [+2],     | not valid JSON at character
            bytes that wrap to 8    | [2],             | [4611686018427387906], | the shape of tensor "b", \
            [4611686018427387906], has more bytes than can be counted
            count that overflows    | [2],             | [4294967296,4294967296], | [4294967296, 4294967296], has more \
            bytes than can be counted
            a billion values        | [2],             | [1000000000], | tensor "b" of type I32 and shape [1000000000] \
            needs 4000000000 bytes, but its data_offsets hold 8
            shape too large         | [2],             | [3],      | shape [3] needs 12 bytes, but its data_offsets \
            hold 8
            shape too small         | [2],             | [1],      | shape [1] needs 4 bytes, but its data_offsets \
            hold 8
            empty shape with bytes  | [2],             | [0],      | shape [0] needs 0 bytes, but its data_offsets \
            hold 8
            scalar of two values    | [2],             | [],       | shape [] needs 4 bytes, but its data_offsets hold 8
            type too wide           | I32              | I64       | type I64 and shape [2] needs 16 bytes, but its \
            data_offsets hold 8
            text for offsets        | [16,24]          | "16,24"   | the data_offsets of tensor "b" must be a list of \
            whole numbers, not a text
            no offset               | [16,24]          | []        | the data_offsets of tensor "b" must be two \
            numbers, not 0
            one offset              | [16,24]          | [16]      | the data_offsets of tensor "b" must be two \
            numbers, not 1
            three offsets           | [16,24]          | [16,24,24] | the data_offsets of tensor "b" has more than 2 \
            numbers
            negative offset         | [16,24]          | [-8,0]    | the data_offsets of tensor "b" must not be \
            negative: -8
            negative zero           | [0,16]           | [-0,16]   | the data_offsets of tensor "a" must not be \
            negative: -0
            fraction in an offset   | [16,24]          | [16.5,24] | the data_offsets of tensor "b" must hold only \
            whole numbers, not the number 16.5
            true for an offset      | [16,24]          | [true,24] | the data_offsets of tensor "b" must hold only \
            whole numbers, not true
            offset beyond 63 bits   | [16,24]          | [16,9223372036854775808] | the data_offsets of tensor "b" has \
            a number beyond 63 bits: 9223372036854775808
            offsets swapped         | [16,24]          | [24,16]   | the data_offsets of tensor "b" end before they \
            begin: [24, 16]
            offsets far away        | [16,24]          | [9223372036854775799,9223372036854775807] | tensor "b" ends \
            at byte 9223372036854775807 of the data, but the file has only 24
            gap at the start        | "shape":[2,2],"data_offsets":[0,16] | "shape":[3],"data_offsets":[4,16] | tensor \
            "a" begins at byte 4 of the data, which leaves a gap of 4 bytes after the start of the data
            gap between tensors     | "shape":[2],"data_offsets":[16,24] | "shape":[1],"data_offsets":[20,24] | tensor \
            "b" begins at byte 20 of the data, which leaves a gap of 4 bytes after tensor "a"
            overlap                 | [16,24]          | [12,20]   | tensor "b" begins at byte 12 of the data and \
            overlaps tensor "a", which ends at 16
            the same bytes twice    | "shape":[2],"data_offsets":[16,24] | "shape":[4],"data_offsets":[0,16] | tensor \
            "b" begins at byte 0 of the data and overlaps tensor "a"
            empty tensor in another | "shape":[2],"data_offsets":[16,24] | "shape":[0],"data_offsets":[8,8] | tensor \
            "b" begins at byte 8 of the data and overlaps tensor "a"
            bytes of no tensor      | "shape":[2],"data_offsets":[16,24] | "shape":[1],"data_offsets":[16,20] | 4 \
            bytes at the end belong to no tensor
            """)
    void isRejected(String what, String piece, String replacement, String message) throws IOException {
        assertTrue(GOOD.contains(piece), piece);
        assertRejected(folder, RawFile.of(GOOD.replace(piece, replacement), GOOD_DATA_BYTES), message);
    }

    /** Each row: the bytes of data that follow the correct header; what the message must contain. */
    @ParameterizedTest(name = "{0} bytes of data")
    @CsvSource(delimiter = '|', textBlock = """
            0  | tensor "a" ends at byte 16 of the data, but the file has only 0; it may be cut short
            16 | tensor "b" ends at byte 24 of the data, but the file has only 16; it may be cut short
            23 | tensor "b" ends at byte 24 of the data, but the file has only 23; it may be cut short
            25 | 1 bytes at the end belong to no tensor
            """)
    void isRejectedForTheLengthOfItsData(int bytes, String message) throws IOException {
        assertRejected(folder, RawFile.of(GOOD, bytes), message);
    }

    @Test
    void isRejectedForMoreDimensionsThanPyTorchHas() throws IOException {
        final String header = GOOD.replace("[2],", "[2" + ",1".repeat(64) + "],");
        assertRejected(
                folder, RawFile.of(header, GOOD_DATA_BYTES), "the shape of tensor \"b\" has more than 64 numbers");
    }

    @Test
    void isRejectedForANumberOfAMillionDigits() throws IOException {
        final String header = GOOD.replace("[2],", "[" + "9".repeat(1_000_000) + "],");
        assertRejected(folder, RawFile.of(header, GOOD_DATA_BYTES), "its header has a number of more than 20 digits");
    }

    @Test
    void showsAHostileNameHarmlessly() throws IOException {
        final String escapes = GOOD.replace("\"b\":{", "\"\\u001b[2J\\n\\u202e\":[");
        assertRejected(
                folder, RawFile.of(escapes, GOOD_DATA_BYTES), "tensor \"\\u001b[2J\\u000a\\u202e\" must be an object");
        final String endless = GOOD.replace("\"b\":{", "\"" + "n".repeat(1 << 20) + "\":[");
        assertRejected(folder, RawFile.of(endless, GOOD_DATA_BYTES), "nnn…\" must be an object, not a list");
    }
}
