package io.rolestream.files.trec;

import io.rolestream.files.write.OutputException;
import io.rolestream.files.write.Target;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes a file that appears when it is complete. */
final class TrecWriter {
    private TrecWriter() {}

    static void write(Path file, Consumer<PrintWriter> lines) {
        Target target = Target.of(file);
        try {
            PrintWriter out = new PrintWriter(new OutputStreamWriter(target.stream(), StandardCharsets.UTF_8));
            lines.accept(out);
            if (out.checkError()) {
                throw new IOException("the disk is full, or its reader has ended");
            }
            target.commit();
        } catch (IOException e) {
            discard(target, e);
            throw new OutputException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    private static void discard(Target target, IOException failure) {
        try {
            target.discard();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
