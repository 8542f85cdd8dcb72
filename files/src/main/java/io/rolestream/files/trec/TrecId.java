package io.rolestream.files.trec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An id as a field of a file whose fields are separated by white space. An id without white space and control
 * characters is written as it is. In another, they and {@code %} become the percent-encoding of their UTF-8 bytes:
 * {@code job 7} is {@code job%207}. Files of others must write such ids in the same way.
 */
public final class TrecId {
    private TrecId() {}

    public static String of(String id) {
        return id.codePoints().noneMatch(TrecId::separates) ? id : encoded(id);
    }

    private static String encoded(String id) {
        StringBuilder out = new StringBuilder();
        id.codePoints().forEach(point -> {
            if (separates(point) || point == '%') {
                for (byte next : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format(Locale.ROOT, "%%%02X", next & 0xFF));
                }
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }

    private static boolean separates(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || Character.isISOControl(point);
    }
}
