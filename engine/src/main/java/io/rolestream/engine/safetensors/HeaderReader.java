package io.rolestream.engine.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.rolestream.common.text.Quoted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks the header of a safetensors file: eight bytes with its length, then JSON.
 *
 * <p>Nothing in the file is trusted. The length is checked against a limit and the file's size before that much is
 * read; the JSON is parsed as a stream, with limits on nesting, strings and the number of tensors, so a hostile header
 * costs at most a few times its own size in memory. A tensor's type and shape must give exactly the bytes between its
 * offsets, and the tensors together must cover the data section up to the end of the file, without a hole or an
 * overlap. This is as strict as the reference implementation, and stricter in one point: duplicate and unknown keys are
 * errors.
 */
final class HeaderReader {
    private static final int MAX_NESTING = 4;
    private static final int MAX_DIGITS = 19;
    private static final Comparator<TensorInfo> BY_PLACE =
            Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end);
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNameLength(SafetensorsHeader.MAX_NAME_LENGTH)
                    .maxStringLength(SafetensorsHeader.MAX_TEXT_LENGTH)
                    .maxNumberLength(2 * MAX_DIGITS)
                    .build())
            .build();

    private final Path file;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<TensorInfo> tensors = new ArrayList<>();

    private HeaderReader(Path file) {
        this.file = file;
    }

    static SafetensorsHeader read(Path file, FileChannel channel) throws CheckpointException {
        try {
            return new HeaderReader(file).read(channel);
        } catch (IOException e) {
            throw CheckpointException.of(file, null, e);
        }
    }

    private SafetensorsHeader read(FileChannel channel) throws IOException {
        long size = channel.size();
        long length = length(channel, size);
        long dataStart = SafetensorsHeader.LENGTH_BYTES + length;
        parse(read(channel, length, SafetensorsHeader.LENGTH_BYTES).array());
        tensors.sort(BY_PLACE);
        checkPlaces(size - dataStart);
        Map<String, TensorInfo> byName = new LinkedHashMap<>();
        tensors.forEach(t -> byName.put(t.name(), t));
        return new SafetensorsHeader(
                Collections.unmodifiableMap(metadata), Collections.unmodifiableMap(byName), dataStart);
    }

    private long length(FileChannel channel, long size) throws IOException {
        if (size <= SafetensorsHeader.LENGTH_BYTES) {
            throw problem("too short for a safetensors file: " + size + " bytes");
        }
        long length = read(channel, SafetensorsHeader.LENGTH_BYTES, 0).getLong();
        if (length < 0 || length > SafetensorsHeader.MAX_BYTES) {
            throw problem("header of " + Long.toUnsignedString(length) + " bytes, but at most "
                    + SafetensorsHeader.MAX_BYTES + " are allowed; is this a safetensors file?");
        }
        if (length > size - SafetensorsHeader.LENGTH_BYTES) {
            throw problem("header of " + length + " bytes, but the file has only " + size
                    + "; is the download or copy incomplete?");
        }
        return length;
    }

    private static ByteBuffer read(FileChannel channel, long length, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        return SafetensorsFile.fill(channel, buffer, position);
    }

    private void parse(byte[] header) throws IOException {
        if (header.length == 0 || header[0] != '{') {
            throw problem("header does not start with {");
        }
        InputStream bytes = new ByteArrayInputStream(header);
        try (JsonParser json = JSON.createParser(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()))) {
            json.nextToken();
            readHeader(json);
            if (json.nextToken() != null) {
                throw problem("header continues after its closing }");
            }
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file, null, "header is not valid JSON: " + firstLine(e), e);
        } catch (CharacterCodingException e) {
            throw new CheckpointException(file, null, "header is not valid UTF-8", e);
        }
    }

    private void readHeader(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = wellFormed(json.currentName());
            if (!names.add(name)) {
                throw problem(name, "is there twice");
            }
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw problem(name, "is not described by an object");
            }
            if (name.equals(SafetensorsHeader.METADATA_KEY)) {
                readMetadata(json);
            } else if (tensors.size() == SafetensorsHeader.MAX_TENSORS) {
                throw problem("more than " + SafetensorsHeader.MAX_TENSORS + " tensors");
            } else {
                tensors.add(readTensor(name, json));
            }
        }
    }

    private void readMetadata(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = wellFormed(json.currentName());
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw problem(SafetensorsHeader.METADATA_KEY + ": " + Quoted.of(key) + " is not a text");
            }
            if (metadata.put(key, wellFormed(json.getText())) != null) {
                throw problem(SafetensorsHeader.METADATA_KEY + ": " + Quoted.of(key) + " is there twice");
            }
        }
    }

    private TensorInfo readTensor(String name, JsonParser json) throws IOException {
        DType dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            boolean twice = switch (key) {
                case "dtype" -> dtype != null;
                case "shape" -> shape != null;
                case "data_offsets" -> offsets != null;
                default -> throw problem(name, "unknown key " + Quoted.of(key));
            };
            if (twice) {
                throw problem(name, key + " is there twice");
            }
            switch (key) {
                case "dtype" -> dtype = dtype(name, json);
                case "shape" -> shape = numbers(name, key, json, SafetensorsHeader.MAX_DIMENSIONS);
                default -> offsets = numbers(name, key, json, 2);
            }
        }
        if (dtype == null || shape == null || offsets == null) {
            throw problem(name, "has no " + (dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets"));
        }
        if (offsets.length != 2) {
            throw problem(name, "data_offsets has " + offsets.length + " numbers, not 2");
        }
        try {
            return new TensorInfo(name, dtype, shape, offsets[0], offsets[1]);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, name, String.valueOf(e.getMessage()), e);
        }
    }

    private DType dtype(String name, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw problem(name, "dtype is not a text");
        }
        DType dtype = DType.named(json.getText());
        if (dtype == null) {
            throw problem(name, "unknown dtype " + Quoted.of(json.getText()) + "; known are " + DType.names());
        }
        return dtype;
    }

    private long[] numbers(String name, String key, JsonParser json, int most) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw problem(name, key + " is not an array");
        }
        long[] numbers = new long[most];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == most) {
                throw problem(name, key + " has more than " + most + " numbers");
            }
            numbers[count++] = number(name, key, json);
        }
        return Arrays.copyOf(numbers, count);
    }

    private long number(String name, String key, JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            String text = json.getText();
            if (text.length() <= MAX_DIGITS && text.charAt(0) != '-') {
                long value = Long.parseUnsignedLong(text);
                if (value >= 0) {
                    return value;
                }
            }
        }
        String written = json.currentToken() == null ? "" : " " + Quoted.of(json.getText());
        throw problem(name, key + " holds" + written + ", not a whole number from 0 to " + Long.MAX_VALUE);
    }

    /** The tensors, in the order of their places, must cover the data section exactly. */
    private void checkPlaces(long dataBytes) throws CheckpointException {
        long covered = 0;
        TensorInfo before = null;
        for (TensorInfo tensor : tensors) {
            if (tensor.begin() > covered) {
                throw problem(
                        tensor.name(),
                        "begins at " + tensor.begin() + ", but bytes " + covered + " to " + tensor.begin()
                                + " belong to no tensor");
            }
            if (tensor.begin() < covered) {
                throw problem(tensor.name(), "begins at " + tensor.begin() + ", inside of " + before);
            }
            if (tensor.end() > dataBytes) {
                throw problem(
                        tensor.name(),
                        "ends at " + tensor.end() + ", but the file has only " + dataBytes
                                + " bytes of data; is the download or copy incomplete?");
            }
            covered = tensor.end();
            before = tensor;
        }
        if (covered != dataBytes) {
            throw problem((dataBytes - covered) + " bytes at the end belong to no tensor");
        }
    }

    /** Names and texts must be valid Unicode: JSON's escapes can write half of a surrogate pair. */
    private String wellFormed(String text) throws CheckpointException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw problem("header holds half of a surrogate pair in " + Quoted.of(text));
                }
                i++;
            }
        }
        return text;
    }

    private static String firstLine(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        String line = message.lines().findFirst().orElse("");
        return e.getLocation() == null
                ? line
                : line + " (character " + e.getLocation().getCharOffset() + ")";
    }

    private CheckpointException problem(String reason) {
        return problem(null, reason);
    }

    private CheckpointException problem(@Nullable String tensor, String reason) {
        return new CheckpointException(file, tensor, reason);
    }
}
