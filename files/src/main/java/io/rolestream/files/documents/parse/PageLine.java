package io.rolestream.files.documents.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pdfbox.text.TextPosition;

/** What stands on one line of a page, from left to right, split where gaps are wider than between words. */
record PageLine(float baseline, float height, List<Segment> segments) {
    /** Of the height of the glyphs: baselines this near are one line. */
    private static final float SAME_LINE = 0.5f;
    /** Of the height of the glyphs: wider gaps are more than a space. */
    private static final float GAP = 1.5f;

    private static final float LEAST_HEIGHT = 2;

    record Segment(float start, float end, List<TextPosition> glyphs) {}

    /** The lines of glyphs, from the top. */
    static List<PageLine> of(List<TextPosition> glyphs) {
        List<TextPosition> sorted = new ArrayList<>(glyphs);
        sorted.sort(Comparator.comparingDouble(TextPosition::getYDirAdj));
        List<PageLine> lines = new ArrayList<>();
        List<TextPosition> line = new ArrayList<>();
        for (TextPosition glyph : sorted) {
            if (!line.isEmpty() && glyph.getYDirAdj() - line.get(0).getYDirAdj() > SAME_LINE * height(line.get(0))) {
                lines.add(line(line));
                line = new ArrayList<>();
            }
            line.add(glyph);
        }
        if (!line.isEmpty()) {
            lines.add(line(line));
        }
        return lines;
    }

    private static PageLine line(List<TextPosition> glyphs) {
        glyphs.sort(Comparator.comparingDouble(TextPosition::getXDirAdj));
        List<Segment> segments = new ArrayList<>();
        List<TextPosition> segment = new ArrayList<>();
        float start = 0;
        float end = 0;
        float height = LEAST_HEIGHT;
        for (TextPosition glyph : glyphs) {
            if (glyph.getUnicode() == null || glyph.getUnicode().isBlank()) {
                if (!segment.isEmpty()) {
                    segment.add(glyph);
                }
                continue;
            }
            float x = glyph.getXDirAdj();
            if (!segment.isEmpty() && x - end > GAP * height(glyph)) {
                segments.add(new Segment(start, end, segment));
                segment = new ArrayList<>();
            }
            if (segment.isEmpty()) {
                start = x;
                end = x;
            }
            segment.add(glyph);
            end = Math.max(end, x + glyph.getWidthDirAdj());
            height = Math.max(height, height(glyph));
        }
        if (!segment.isEmpty()) {
            segments.add(new Segment(start, end, segment));
        }
        return new PageLine(glyphs.get(0).getYDirAdj(), height, segments);
    }

    private static float height(TextPosition glyph) {
        return Math.max(LEAST_HEIGHT, glyph.getHeightDir());
    }

    /** Whether a segment has anything in this range. */
    boolean crosses(float from, float to) {
        return segments.stream().anyMatch(segment -> segment.start() < to && segment.end() > from);
    }

    PageLine only(Predicate<Segment> wanted) {
        return new PageLine(baseline, height, segments.stream().filter(wanted).toList());
    }

    boolean isLevelWith(PageLine other) {
        return Math.abs(baseline - other.baseline) <= SAME_LINE * height;
    }

    /** Whether it has a digit or ends with a colon. */
    boolean isDateOrLabel() {
        String text = segments.stream()
                .flatMap(segment -> segment.glyphs().stream())
                .map(TextPosition::getUnicode)
                .collect(Collectors.joining())
                .strip();
        return text.endsWith(":") || text.chars().anyMatch(Character::isDigit);
    }

    /** In points, without what is beside its segments. */
    double width() {
        return segments.stream()
                .mapToDouble(segment -> segment.end() - segment.start())
                .sum();
    }
}
