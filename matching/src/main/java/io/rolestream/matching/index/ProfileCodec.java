package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfileFeatures;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A profile as bytes, without its vector. */
public final class ProfileCodec {
    /** Changes with the format; an index of another is rebuilt. */
    static final int FORMAT = 2;

    private ProfileCodec() {}

    public static byte[] encode(Profile profile) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(profile.body().length() + 512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(profile.side().ordinal());
            write(out, profile.id());
            write(out, profile.contentHash());
            write(out, profile.title());
            write(out, profile.skillsText());
            write(out, profile.body());
            writeSkillsAndRoles(out, profile);
            writeNullable(out, profile.location());
            Boolean remote = profile.remote();
            out.writeByte(remote == null ? -1 : remote ? 1 : 0);
            writeNullable(out, profile.seniority());
            Instant until = profile.openUntil();
            out.writeBoolean(until != null);
            if (until != null) {
                out.writeLong(until.getEpochSecond());
                out.writeInt(until.getNano());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if these are not the bytes of a profile */
    public static Profile decode(byte[] bytes, int offset, int length, float @Nullable [] vector) throws IOException {
        return reading(ByteBuffer.wrap(bytes, offset, length), in -> decode(in, vector));
    }

    private static Profile decode(ByteBuffer in, float @Nullable [] vector) {
        Side side = Side.values()[in.get()];
        String id = read(in);
        String contentHash = read(in);
        String title = read(in);
        String skillsText = read(in);
        String body = read(in);
        List<String> skills = readSkills(in);
        RoleBelief roles = readRoles(in);
        String location = readNullable(in);
        int remote = in.get();
        String seniority = readNullable(in);
        Instant until = in.get() != 0 ? Instant.ofEpochSecond(in.getLong(), in.getInt()) : null;
        return new Profile(
                side,
                id,
                contentHash,
                title,
                skillsText,
                body,
                skills,
                roles,
                location,
                remote < 0 ? null : Boolean.valueOf(remote == 1),
                seniority,
                until,
                vector);
    }

    /** What a profile is scored by, without its id. */
    static byte[] encodeFeatures(Profile profile) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeSkillsAndRoles(out, profile);
            writeNullable(out, profile.seniority());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static ProfileFeatures decodeFeatures(String id, byte[] bytes, int offset, int length) throws IOException {
        return reading(
                ByteBuffer.wrap(bytes, offset, length),
                in -> new ProfileFeatures(id, readSkills(in), readRoles(in), readNullable(in)));
    }

    private static <T> T reading(ByteBuffer in, Function<ByteBuffer, T> reader) throws IOException {
        int length = in.remaining();
        try {
            return reader.apply(in);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IOException("these %d bytes are no profile".formatted(length), e);
        }
    }

    private static void writeSkillsAndRoles(DataOutputStream out, Profile profile) throws IOException {
        out.writeInt(profile.skills().size());
        for (String skill : profile.skills()) {
            write(out, skill);
        }
        float[] roles = profile.roles().probabilities();
        out.writeInt(roles.length);
        for (float probability : roles) {
            out.writeFloat(probability);
        }
    }

    private static List<String> readSkills(ByteBuffer in) {
        List<String> skills = new ArrayList<>();
        for (int i = in.getInt(); i > 0; i--) {
            skills.add(read(in));
        }
        return skills;
    }

    private static RoleBelief readRoles(ByteBuffer in) {
        float[] roles = new float[checked(in.getInt(), Float.BYTES, in)];
        for (int i = 0; i < roles.length; i++) {
            roles[i] = in.getFloat();
        }
        return roles.length == 0 ? RoleBelief.unknown() : new RoleBelief(roles);
    }

    /** UTF-8, or UTF-16 where half a surrogate pair would be lost; then the length is negative. */
    private static void write(DataOutputStream out, String text) throws IOException {
        if (isWellFormed(text)) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(utf8.length);
            out.write(utf8);
        } else {
            out.writeInt(-text.length());
            out.writeChars(text);
        }
    }

    private static String read(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0) {
            return readChars(in, -length);
        }
        checked(length, Byte.BYTES, in);
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    /** Refuses a count of which not all can be there, before memory is taken for it. */
    private static int checked(int count, int bytes, ByteBuffer in) {
        if (count > in.remaining() / bytes) {
            throw new BufferUnderflowException();
        }
        return count;
    }

    private static String readChars(ByteBuffer in, int length) {
        char[] chars = new char[checked(length, Character.BYTES, in)];
        for (int i = 0; i < length; i++) {
            chars[i] = in.getChar();
        }
        return new String(chars);
    }

    private static void writeNullable(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            write(out, text);
        }
    }

    private static @Nullable String readNullable(ByteBuffer in) {
        return in.get() != 0 ? read(in) : null;
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
