package io.rolestream.trainer.keywords;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.text.Counted;
import io.rolestream.trainer.keywords.KeywordReport.Confusion;
import io.rolestream.trainer.keywords.KeywordReport.Keyword;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keyword report as a table and as JSON; {@code byModel} tells if it includes the model's contradictions. */
public record KeywordTable(KeywordReport report, boolean byModel) {
    private static final int KEYWORD_WIDTH = 22;
    private static final int ROLES_WIDTH = 28;
    private static final int LINE_WIDTH = 100;

    /** Prints the first keywords in lines of at most 100 characters, and advice on the worst. */
    public void print(PrintWriter out, int first) {
        out.printf(
                Locale.ROOT,
                "%s with a vote of %s%s%n%n",
                Counted.of(report.texts(), "text"),
                report.rulesetVersion(),
                report.otherTexts() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %,d with votes of other rule sets are left out (see --rules)",
                                report.otherTexts()));
        line(out, "KEYWORD", "TEXTS", "FOR", "PEOPLE", "MODEL", List.of("RESUMES"));
        report.keywords().stream()
                .limit(first)
                .forEach(keyword -> line(
                        out,
                        keyword.keyword(),
                        String.format(Locale.ROOT, "%,d", keyword.counts().texts()),
                        String.join(", ", keyword.roles()),
                        keyword.counts().contradicted() + "/" + keyword.counts().judged(),
                        keyword.counts().contradictedByModel() == null
                                ? ""
                                : String.format(
                                        Locale.ROOT, "%,d", keyword.counts().contradictedByModel()),
                        keyword.resumes()));
        out.printf(
                "%nPEOPLE: of the answers on texts where the keyword supported the winning role, those that%n"
                        + "contradict it.%s%n",
                byModel ? " MODEL: such texts on which the model voted for another role." : "");
        out.println();
        out.println(advice());
        out.flush();
    }

    private void line(
            PrintWriter out,
            String keyword,
            String texts,
            String roles,
            String people,
            String model,
            List<String> resumes) {
        StringBuilder line = new StringBuilder(String.format(
                "%-" + KEYWORD_WIDTH + "s %8s  %-" + ROLES_WIDTH + "s %9s",
                shortened(keyword, KEYWORD_WIDTH),
                texts,
                shortened(roles, ROLES_WIDTH),
                people));
        if (byModel) {
            line.append(String.format(" %7s", model));
        }
        line.append(' ');
        int listed = 0;
        for (String resume : resumes) { // a long id is shortened only if it is the first
            if (listed == 0 || line.length() + 1 + resume.length() <= LINE_WIDTH) {
                line.append(' ').append(shortened(resume, LINE_WIDTH - line.length() - 1));
                listed++;
            }
        }
        out.println(line.toString().stripTrailing());
    }

    private static String shortened(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 3) + "...";
    }

    String advice() {
        Optional<Keyword> worst = report.worst();
        Confusion error = worst.map(Keyword::commonestError).orElse(null);
        if (worst.isEmpty() || error == null) {
            return "People contradict no keyword so far; answer more questions with `rolestream review`.";
        }
        Keyword keyword = worst.get();
        return String.format(
                Locale.ROOT,
                "\"%s\" causes the most errors: people contradict %,d of %,d votes that it supported, %,d of them%n"
                        + "%s where it is %s. Lower its weight for %s%s,%n"
                        + "or add a longer phrase that tells them apart; `rolestream rules explain` shows the effect.",
                keyword.keyword(),
                keyword.counts().contradicted(),
                keyword.counts().judged(),
                error.count(),
                error.voted(),
                error.right(),
                error.voted(),
                keyword.roles().contains(error.right()) ? ", raise it for " + error.right() : "");
    }

    /** All keywords; {@code contradictedByModel} is null if unknown. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("rulesetVersion", report.rulesetVersion());
        json.put("texts", report.texts());
        json.put("otherTexts", report.otherTexts());
        ArrayNode keywords = json.putArray("keywords");
        for (Keyword keyword : report.keywords()) {
            ObjectNode entry = keywords.addObject();
            entry.put("keyword", keyword.keyword());
            keyword.roles().forEach(entry.putArray("roles")::add);
            entry.put("texts", keyword.counts().texts());
            entry.put("winning", keyword.counts().winning());
            entry.put("judged", keyword.counts().judged());
            entry.put("contradicted", keyword.counts().contradicted());
            entry.put("contradictedByModel", keyword.counts().contradictedByModel());
            entry.put("wrong", keyword.wrong());
            Confusion error = keyword.commonestError();
            if (error == null) {
                entry.putNull("commonestError");
            } else {
                entry.putObject("commonestError")
                        .put("voted", error.voted())
                        .put("right", error.right())
                        .put("count", error.count());
            }
            keyword.resumes().forEach(entry.putArray("resumes")::add);
        }
        json.put("advice", advice());
        return json;
    }
}
