package io.rolestream.files.documents.parse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/**
 * Splits the glyphs of a page into blocks in reading order.
 *
 * <p>A PDF only says where each glyph stands. Columns are found by their gutter: a place on the x axis that no text
 * crosses over many consecutive lines. What is above is read first, then the left column, the right one, and what is
 * below; each of these parts is split in the same way. Dates, bullets and labels are no column: they are narrow, and
 * stand on the lines of their neighbours.
 */
final class PageColumns {
    private static final int MOST_GLYPHS = 50_000;
    private static final int DEEPEST = 6;
    /** Of each column. */
    private static final int LEAST_LINES = 4;
    /** Least width of a gutter, in points. */
    private static final float GUTTER = 6;
    /** Most lines of a heading above columns, and of a footer below them. */
    private static final int MARGIN_LINES = 3;
    /** Least space below a heading, in heights of glyphs. */
    private static final float HEADING_SPACE = 2.5f;
    /** Least space above a footer, in heights of glyphs. */
    private static final float FOOTER_SPACE = 6;
    /** Narrower cells are bullets or numbers, in points. */
    private static final double BULLET = 15;
    /** Candidates for a gutter that are nearer than this count as one, in points. */
    private static final float GRID = 4;

    private PageColumns() {}

    /** @param glyphs of one direction */
    static List<List<TextPosition>> blocks(List<TextPosition> glyphs) {
        List<List<TextPosition>> blocks = new ArrayList<>();
        if (glyphs.size() > MOST_GLYPHS) {
            blocks.add(glyphs);
        } else if (!glyphs.isEmpty()) {
            split(PageLine.of(glyphs), blocks, DEEPEST);
        }
        return blocks;
    }

    private static void split(List<PageLine> lines, List<List<TextPosition>> blocks, int depth) {
        if (lines.isEmpty()) {
            return;
        }
        Gutter gutter = depth == 0 ? null : best(lines);
        if (gutter == null) {
            blocks.add(glyphs(lines));
            return;
        }
        split(lines.subList(0, gutter.from), blocks, depth - 1);
        List<PageLine> beside = lines.subList(gutter.from, gutter.to);
        split(PageLine.of(glyphs(left(beside, gutter.x))), blocks, depth - 1);
        split(PageLine.of(glyphs(right(beside, gutter.x))), blocks, depth - 1);
        split(lines.subList(gutter.to, lines.size()), blocks, depth - 1);
    }

    /** The lines from one to another, without it, that leave the space before x free. */
    private record Gutter(float x, int from, int to) {}

    private static @Nullable Gutter best(List<PageLine> lines) {
        Gutter best = null;
        Set<Integer> tried = new HashSet<>();
        for (PageLine line : lines) {
            for (PageLine.Segment segment : line.segments()) {
                if (tried.add(Math.round(segment.start() / GRID))) {
                    best = better(best, longest(lines, segment.start()));
                }
            }
        }
        return best;
    }

    private static @Nullable Gutter better(@Nullable Gutter one, @Nullable Gutter other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.to - other.from > one.to - one.from ? other : one;
    }

    private static @Nullable Gutter longest(List<PageLine> lines, float x) {
        Gutter longest = null;
        int from = 0;
        for (int at = 0; at <= lines.size(); at++) {
            if (at == lines.size() || lines.get(at).crosses(x - GUTTER, x)) {
                longest = better(longest, gutter(lines, x, from, at));
                from = at + 1;
            }
        }
        return longest;
    }

    private static @Nullable Gutter gutter(List<PageLine> lines, float x, int from, int to) {
        List<PageLine> run = lines.subList(from, to);
        List<PageLine> left = left(run, x);
        List<PageLine> right = right(run, x);
        if (left.size() < LEAST_LINES || right.size() < LEAST_LINES || areRows(left, right) || areRows(right, left)) {
            return null;
        }
        return new Gutter(x, from + headingLines(run, x), to - footerLines(run, x));
    }

    /** How many lines at the top stand on one side only, with more space below them than between lines. */
    private static int headingLines(List<PageLine> run, float x) {
        for (int count = Math.min(MARGIN_LINES, run.size() - 1); count > 0; count--) {
            if (areApart(run, count - 1, HEADING_SPACE) && areOneSided(run.subList(0, count), x)) {
                return count;
            }
        }
        return 0;
    }

    /** The same at the bottom, where a column that is longer than the other has its last lines. */
    private static int footerLines(List<PageLine> run, float x) {
        for (int count = Math.min(MARGIN_LINES, run.size() - 1); count > 0; count--) {
            int from = run.size() - count;
            if (areApart(run, from - 1, FOOTER_SPACE) && areOneSided(run.subList(from, run.size()), x)) {
                return count;
            }
        }
        return 0;
    }

    private static boolean areApart(List<PageLine> run, int above, float heights) {
        PageLine below = run.get(above + 1);
        return below.baseline() - run.get(above).baseline() > heights * below.height();
    }

    private static boolean areOneSided(List<PageLine> lines, float x) {
        return lines.stream()
                .map(List::of)
                .allMatch(line -> left(line, x).isEmpty() || right(line, x).isEmpty());
    }

    /** Whether a side's lines belong to the other's lines: dates, bullets or labels. */
    private static boolean areRows(List<PageLine> cells, List<PageLine> of) {
        double width = width(cells);
        if (width > 0.4 * width(of)) {
            return false;
        }
        long level = cells.stream()
                .filter(cell -> of.stream().anyMatch(line -> line.isLevelWith(cell)))
                .count();
        long marked = cells.stream().filter(PageLine::isDateOrLabel).count();
        return level >= 0.9 * cells.size()
                && (cells.size() <= 0.6 * of.size() || marked >= 0.5 * cells.size() || width < BULLET);
    }

    private static double width(List<PageLine> lines) {
        return lines.stream().mapToDouble(PageLine::width).average().orElse(0);
    }

    private static List<PageLine> left(List<PageLine> lines, float x) {
        return lines.stream()
                .map(line -> line.only(segment -> segment.start() < x))
                .filter(line -> !line.segments().isEmpty())
                .toList();
    }

    private static List<PageLine> right(List<PageLine> lines, float x) {
        return lines.stream()
                .map(line -> line.only(segment -> segment.start() >= x))
                .filter(line -> !line.segments().isEmpty())
                .toList();
    }

    private static List<TextPosition> glyphs(List<PageLine> lines) {
        List<TextPosition> glyphs = new ArrayList<>();
        lines.forEach(line -> line.segments().forEach(segment -> glyphs.addAll(segment.glyphs())));
        return glyphs;
    }
}
