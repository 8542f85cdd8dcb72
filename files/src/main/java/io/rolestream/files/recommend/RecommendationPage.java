package io.rolestream.files.recommend;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.comparison.html.Html;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.ScorePart;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A page without scripts and external resources: a section for each row, its recommendations folded below it. */
final class RecommendationPage implements RecommendationWriter {
    private final OutputStream stream;
    private final Direction direction;
    private final Html html;
    private int rows;

    RecommendationPage(OutputStream stream, Direction direction) {
        this.stream = stream;
        this.direction = direction;
        String title = direction == Direction.JOBS ? "Recommended jobs" : "Recommended resumes";
        this.html = new Html().begin(title);
    }

    @Override
    public void write(Recommendations row) throws IOException {
        rows++;
        String what = direction == Direction.JOBS ? "Resume " : "Job ";
        html.element("h2", what + row.id());
        if (row.error() != null) {
            html.element("p class=\"warning\"", row.error());
        } else if (row.matches().isEmpty()) {
            html.element("p class=\"soft\"", direction == Direction.JOBS ? "No job suits." : "No resume suits.");
        }
        for (int i = 0; i < row.matches().size(); i++) {
            match(i + 1, row.matches().get(i), row);
        }
        ShownDescription shown = row.description();
        if (shown != null) {
            html.open("details").element("summary", shown.mark());
            html.element("p class=\"soft\"", shown.description().text()).close("details");
        }
        stream.write(html.take().getBytes(StandardCharsets.UTF_8));
    }

    private void match(int rank, RankedMatch match, Recommendations row) {
        String title = row.titles().getOrDefault(match.id(), "");
        String role = match.role() == null || direction == Direction.JOBS && !title.isEmpty() ? "" : match.role();
        html.open(rank == 1 ? "details open" : "details")
                .element(
                        "summary",
                        rank + ". "
                                + (title.isEmpty()
                                        ? match.id() + (role.isEmpty() ? "" : " (" + role + ")")
                                        : title + " (" + match.id() + ")"));
        html.open("ul");
        match.reasons().forEach(reason -> html.element("li", reason));
        if (match.origin() != null) {
            html.element("li", match.origin().sentence());
        }
        html.close("ul");
        StringBuilder parts = new StringBuilder("Score " + number(match.score()));
        for (ScorePart part : match.parts()) {
            parts.append(parts.indexOf(":") < 0 ? ": " : ", ")
                    .append(part.name())
                    .append(' ')
                    .append(number(part.contribution()));
        }
        html.element("p class=\"soft\"", parts.toString()).close("details");
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    @Override
    public void flush() throws IOException {
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        html.element("p class=\"soft\"", Counted.of(rows, direction == Direction.JOBS ? "resume" : "job") + ".");
        stream.write(html.end().getBytes(StandardCharsets.UTF_8));
    }
}
