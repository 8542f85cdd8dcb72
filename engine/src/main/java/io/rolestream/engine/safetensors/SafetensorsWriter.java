package io.rolestream.engine.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.rolestream.common.files.Replacement;
import io.rolestream.common.text.Quoted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes safetensors files, byte for byte as the reference implementation does: tensors by descending alignment of
 * their type, then by name; the header padded with spaces to a multiple of eight bytes, so that every tensor is
 * aligned. A file gets its name only when it is complete and on disk.
 */
public final class SafetensorsWriter {
    /** The metadata without which Python's transformers refuses a file. */
    public static final Map<String, String> PYTORCH = Map.of("format", "pt");

    private static final Comparator<OutgoingTensor> ORDER =
            Comparator.comparing(OutgoingTensor::dtype).reversed().thenComparing(OutgoingTensor::name);
    private static final int ALIGNMENT = 8;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private SafetensorsWriter() {}

    public static void write(Path file, Collection<OutgoingTensor> tensors) throws IOException {
        write(file, tensors, PYTORCH);
    }

    /**
     * Writes a file, replacing an existing one.
     *
     * @throws CheckpointException if the file cannot be written, or a tensor's content does not fit its shape
     * @throws IOException if a tensor's content throws it
     */
    public static void write(Path file, Collection<OutgoingTensor> tensors, Map<String, String> metadata)
            throws IOException {
        List<OutgoingTensor> sorted = tensors.stream().sorted(ORDER).toList();
        byte[] header = header(file, sorted, metadata);
        Path unfinished = Replacement.beside(file);
        try {
            write(file, unfinished, header, sorted);
            Replacement.move(unfinished, file);
        } catch (FileSystemException e) {
            Replacement.discard(unfinished, e);
            throw CheckpointException.of(file, null, e);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
    }

    private static void write(Path file, Path unfinished, byte[] header, List<OutgoingTensor> tensors)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(unfinished, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            TensorSink sink = new TensorSink(file, channel);
            sink.raw(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .flip());
            sink.raw(ByteBuffer.wrap(header));
            for (OutgoingTensor tensor : tensors) {
                sink.begin(tensor);
                tensor.content().writeTo(sink);
                sink.end();
            }
            sink.flush();
            channel.force(true);
        }
    }

    private static byte[] header(Path file, List<OutgoingTensor> tensors, Map<String, String> metadata)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Set<String> names = new HashSet<>();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA_KEY);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long begin = 0;
            for (OutgoingTensor tensor : tensors) {
                if (!names.add(tensor.name())) {
                    throw new IllegalArgumentException("tensor " + Quoted.of(tensor.name()) + " is there twice");
                }
                long end = Math.addExact(begin, tensor.bytes());
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", tensor.dtype().name());
                json.writeFieldName("shape");
                json.writeArray(tensor.shape(), 0, tensor.shape().length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {begin, end}, 0, 2);
                json.writeEndObject();
                begin = end;
            }
            json.writeEndObject();
        }
        out.write(" ".repeat(Math.floorMod(-out.size(), ALIGNMENT)).getBytes(StandardCharsets.US_ASCII));
        if (out.size() > SafetensorsHeader.MAX_BYTES || names.size() > SafetensorsHeader.MAX_TENSORS) {
            throw new CheckpointException(file, "too many tensors or too much metadata for one file");
        }
        return out.toByteArray();
    }
}
