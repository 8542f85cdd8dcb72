package io.rolestream.files.documents.parse;

import java.nio.charset.Charset;
import java.util.Map;

/** The encodings that RTF names by numbers. */
final class RtfCharsets {
    static final Charset STANDARD = Charset.forName("windows-1252");

    private static final Map<Integer, Integer> CODE_PAGES_OF_FONTS = Map.ofEntries(
            Map.entry(128, 932),
            Map.entry(129, 949),
            Map.entry(134, 936),
            Map.entry(136, 950),
            Map.entry(161, 1253),
            Map.entry(162, 1254),
            Map.entry(163, 1258),
            Map.entry(177, 1255),
            Map.entry(178, 1256),
            Map.entry(186, 1257),
            Map.entry(204, 1251),
            Map.entry(222, 874),
            Map.entry(238, 1250));

    private static final Map<Integer, String> NAMES = Map.of(
            932,
            "windows-31j",
            949,
            "x-windows-949",
            936,
            "GBK",
            950,
            "x-windows-950",
            874,
            "x-windows-874",
            65001,
            "UTF-8",
            10000,
            "x-MacRoman",
            437,
            "IBM437",
            850,
            "IBM850");

    private RtfCharsets() {}

    /** Windows-1252 if Java doesn't know the code page. */
    static Charset ofCodePage(int number) {
        String name = NAMES.getOrDefault(number, "windows-" + number);
        return Charset.isSupported(name) ? Charset.forName(name) : STANDARD;
    }

    /** @param other for fonts that say nothing */
    static Charset ofFont(int number, Charset other) {
        Integer page = CODE_PAGES_OF_FONTS.get(number);
        return page == null ? other : ofCodePage(page);
    }
}
