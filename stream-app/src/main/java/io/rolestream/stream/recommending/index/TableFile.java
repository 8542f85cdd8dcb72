package io.rolestream.stream.recommending.index;

import io.rolestream.common.files.PrivateFiles;
import io.rolestream.matching.index.ProfileCodec;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.stream.recommending.book.ListKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/** What a {@link SideTable} knows besides its index, in a file. */
final class TableFile {
    /** Changes with the format; files of another are not read. */
    static final int FORMAT = 2;

    /** Where the label of a text is found. */
    private static final int NO_LABEL = 0;

    private static final int LATEST_LABEL = 1;
    private static final int OWN_LABEL = 2;

    /**
     * A text that is known.
     *
     * @param own what the matcher itself believes of its role
     * @param waiting the text, while its label is not known; null for one that is in the index
     * @param label with which it is in the index; null while it waits
     * @param wasIndexed whether it had been in the index before it waited
     */
    record Text(
            String id,
            Origin origin,
            String labelledHash,
            String contentHash,
            RoleBelief own,
            @Nullable Instant openUntil,
            @Nullable Profile waiting,
            @Nullable KnownLabel label,
            boolean wasIndexed) {}

    /**
     * All of a table.
     *
     * @param labels the latest of each job in each partition, also of those without a text there
     */
    record State(List<Text> texts, Map<ListKey, KnownLabel> labels) {
        static final State EMPTY = new State(List.of(), Map.of());

        /** How many texts are in the index. */
        int indexed() {
            return (int) texts.stream().filter(text -> text.waiting() == null).count();
        }
    }

    private TableFile() {}

    /**
     * Writes a file, and forces it to the disk.
     *
     * @return its checksum
     */
    static long write(Path file, State state) throws IOException {
        CRC32C checksum = new CRC32C();
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PrivateFiles.fileAttributes())) {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    new CheckedOutputStream(Channels.newOutputStream(channel), checksum), 1 << 16));
            out.writeInt(state.labels().size());
            for (Map.Entry<ListKey, KnownLabel> label : state.labels().entrySet()) {
                out.writeInt(label.getKey().partition());
                write(out, label.getKey().id());
                write(out, label.getValue());
            }
            out.writeInt(state.texts().size());
            for (Text text : state.texts()) {
                write(out, text, state.labels().get(place(text.origin(), text.id())));
            }
            out.flush();
            channel.force(true);
        }
        return checksum.getValue();
    }

    /** @throws IOException if the file is missing, or is not the one with this checksum */
    static State read(Path file, long checksum) throws IOException {
        CRC32C found = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), found)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (found.getValue() != checksum) {
            throw new IOException(file + " is damaged");
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            Map<String, String> same = new HashMap<>();
            int size = in.readInt();
            Map<ListKey, KnownLabel> labels = new HashMap<>(size * 4 / 3 + 1);
            for (int i = 0; i < size; i++) {
                labels.put(new ListKey(in.readInt(), readText(in)), readLabel(in, same));
            }
            int count = in.readInt();
            List<Text> texts = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                texts.add(readText(in, labels, same));
            }
            return new State(texts, labels);
        }
    }

    /** Where the label of a text is found, if it is the latest. */
    private static ListKey place(Origin origin, String id) {
        return new ListKey(origin.partition(), id);
    }

    private static void write(DataOutputStream out, Text text, @Nullable KnownLabel latest) throws IOException {
        write(out, text.id());
        out.writeInt(text.origin().partition());
        out.writeLong(text.origin().offset());
        write(out, text.origin().at());
        write(out, text.labelledHash());
        write(out, text.contentHash());
        write(out, text.own());
        Instant until = text.openUntil();
        out.writeBoolean(until != null);
        if (until != null) {
            write(out, until);
        }
        out.writeBoolean(text.wasIndexed());
        Profile waiting = text.waiting();
        out.writeBoolean(waiting != null);
        if (waiting != null) {
            byte[] profile = ProfileCodec.encode(waiting);
            out.writeInt(profile.length);
            out.write(profile);
            float[] vector = waiting.vector();
            out.writeBoolean(vector != null);
            if (vector != null) {
                write(out, vector);
            }
        }
        KnownLabel label = text.label();
        out.writeByte(label == null ? NO_LABEL : label.equals(latest) ? LATEST_LABEL : OWN_LABEL);
        if (label != null && !label.equals(latest)) {
            write(out, label);
        }
    }

    private static Text readText(DataInputStream in, Map<ListKey, KnownLabel> labels, Map<String, String> same)
            throws IOException {
        String id = readText(in);
        Origin origin = new Origin(in.readInt(), in.readLong(), readTime(in));
        String labelledHash = readText(in);
        String contentHash = readText(in);
        RoleBelief own = readBelief(in);
        Instant until = in.readBoolean() ? readTime(in) : null;
        boolean wasIndexed = in.readBoolean();
        Profile waiting = null;
        if (in.readBoolean()) {
            byte[] profile = in.readNBytes(in.readInt());
            float[] vector = in.readBoolean() ? readFloats(in) : null;
            waiting = ProfileCodec.decode(profile, 0, profile.length, vector);
        }
        int where = in.readByte();
        KnownLabel label = where == NO_LABEL
                ? null
                : where == LATEST_LABEL ? Objects.requireNonNull(labels.get(place(origin, id))) : readLabel(in, same);
        return new Text(id, origin, labelledHash, contentHash, own, until, waiting, label, wasIndexed);
    }

    private static void write(DataOutputStream out, KnownLabel label) throws IOException {
        write(out, label.contentHash());
        out.writeInt(label.revision());
        write(out, label.belief());
        out.writeBoolean(label.byRules());
        write(out, label.ruleSet());
        write(out, label.model());
        write(out, label.at());
    }

    /** @param same versions that many labels name, each once */
    private static KnownLabel readLabel(DataInputStream in, Map<String, String> same) throws IOException {
        return new KnownLabel(
                readText(in),
                in.readInt(),
                readBelief(in),
                in.readBoolean(),
                same.computeIfAbsent(readText(in), text -> text),
                same.computeIfAbsent(readText(in), text -> text),
                readTime(in));
    }

    private static void write(DataOutputStream out, RoleBelief belief) throws IOException {
        write(out, belief.probabilities());
    }

    private static RoleBelief readBelief(DataInputStream in) throws IOException {
        float[] probabilities = readFloats(in);
        return probabilities.length == 0 ? RoleBelief.unknown() : new RoleBelief(probabilities);
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] readFloats(DataInputStream in) throws IOException {
        float[] values = new float[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    private static void write(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant readTime(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
