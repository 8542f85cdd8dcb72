package io.rolestream.engine.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a TorchScript archive from source text, so that neither Python nor a binary file is needed. An archive is a zip
 * of stored entries: a pickle with the module (without parameters), a pickle with its constants (none), the source, and
 * the version of the format.
 */
final class ScriptArchive {
    private static final String ROOT = "ops/";
    private static final String FORMAT_VERSION = "10\n";

    /** Pickle protocol 2: an instance of {@code __torch__.Ops} whose state is {@code {"training": False}}. */
    private static final byte[] MODULE = pickle("\u0080\u0002c__torch__\nOps\n)\u0081}(X\b\0\0\0training\u0089ub.");

    /** Pickle protocol 2: an empty tuple. */
    private static final byte[] NO_CONSTANTS = pickle("\u0080\u0002).");

    private ScriptArchive() {}

    /** @param source a class {@code Ops(Module)} in the dialect of serialized TorchScript: everything is typed */
    static byte[] of(String source) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "data.pkl", MODULE);
            put(zip, "constants.pkl", NO_CONSTANTS);
            put(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            put(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setTime(0);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] pickle(String opcodes) {
        return opcodes.getBytes(StandardCharsets.ISO_8859_1);
    }
}
