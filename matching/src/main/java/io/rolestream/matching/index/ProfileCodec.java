package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfileFeatures;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length));
        Side side = Side.values()[in.readByte()];
        String id = read(in);
        String contentHash = read(in);
        String title = read(in);
        String skillsText = read(in);
        String body = read(in);
        List<String> skills = readSkills(in);
        RoleBelief roles = readRoles(in);
        String location = readNullable(in);
        int remote = in.readByte();
        String seniority = readNullable(in);
        Instant until = in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
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
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length));
        return new ProfileFeatures(id, readSkills(in), readRoles(in), readNullable(in));
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

    private static List<String> readSkills(DataInputStream in) throws IOException {
        List<String> skills = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            skills.add(read(in));
        }
        return skills;
    }

    private static RoleBelief readRoles(DataInputStream in) throws IOException {
        float[] roles = new float[in.readInt()];
        for (int i = 0; i < roles.length; i++) {
            roles[i] = in.readFloat();
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

    private static String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length >= 0 ? new String(in.readNBytes(length), StandardCharsets.UTF_8) : readChars(in, -length);
    }

    private static String readChars(DataInputStream in, int length) throws IOException {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = in.readChar();
        }
        return new String(chars);
    }

    private static void writeNullable(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            write(out, text);
        }
    }

    private static @Nullable String readNullable(DataInputStream in) throws IOException {
        return in.readBoolean() ? read(in) : null;
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
