package io.rolestream.files.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.evaluation.significance.BootstrapMeans;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.matching.judge.DescriptionReport;
import org.jspecify.annotations.Nullable;

/**
 * A judgement of descriptions as JSON: {@code format}, {@code resumes}, {@code lines}, {@code column}, {@code versus},
 * {@code intervals} and {@code measures}, by name: {@code mean} and, with others, {@code other}, {@code difference} and
 * {@code winRate}, each with {@code value}, {@code lower} and {@code upper}.
 */
public final class DescriptionJson {
    private static final int FORMAT = 1;

    private DescriptionJson() {}

    /** @param versus the field of the others; null if there are none */
    public static ObjectNode of(DescriptionReport report, String column, @Nullable String versus) {
        ObjectNode root = JsonFiles.newObject();
        root.put("format", FORMAT);
        root.put("resumes", report.resumes());
        root.put("lines", report.lines());
        root.put("column", column);
        root.put("versus", versus);
        root.putObject("intervals")
                .put("level", Estimate.LEVEL)
                .put("resamples", BootstrapMeans.RESAMPLES)
                .put("seed", BootstrapMeans.SEED);
        ObjectNode measures = root.putObject("measures");
        report.means().forEach((measure, mean) -> {
            ObjectNode node = measures.putObject(measure.key());
            put(node, "mean", mean);
            DescriptionReport.Versus others = report.versus().get(measure);
            if (others != null) {
                put(node, "other", others.other());
                put(node, "difference", others.difference());
                if (measure.decides()) {
                    put(node, "winRate", others.winRate());
                }
            }
        });
        return root;
    }

    private static void put(ObjectNode node, String name, Estimate estimate) {
        node.putObject(name)
                .put("value", estimate.value())
                .put("lower", estimate.lower())
                .put("upper", estimate.upper());
    }
}
