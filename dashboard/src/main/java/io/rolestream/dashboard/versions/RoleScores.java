package io.rolestream.dashboard.versions;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.evaluation.scores.Contender;
import io.rolestream.evaluation.scores.SetName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluations of two versions say of the roles, each jointly with the rules, since that is what labels.
 *
 * <p>Test texts grow from version to version, so two evaluations are about different texts. But a version is evaluated
 * beside the champion of its time, on the same texts: if one of the two was that champion, both scores are taken from
 * that one evaluation.
 *
 * @param set what both were evaluated on, {@code gold-random-slice}, {@code gold} or {@code silver}
 * @param sameTexts whether both were evaluated on the same texts
 * @param itemsOf the number of texts of the first
 * @param itemsWith that of the second
 * @param accuracy the first minus the second, on the same texts; null on different ones
 * @param macroF1 likewise
 * @param roles the roles that occur, those that differ most first
 */
record RoleScores(
        String set,
        boolean sameTexts,
        long itemsOf,
        long itemsWith,
        @Nullable Range accuracy,
        @Nullable Range macroF1,
        List<Row> roles) {
    /** A difference with its 95 % interval. */
    record Range(double value, double lower, double upper) {
        static @Nullable Range of(JsonNode node, boolean negated) {
            if (!node.path("value").isNumber()) {
                return null;
            }
            double value = node.path("value").asDouble();
            double lower = node.path("lower").asDouble();
            double upper = node.path("upper").asDouble();
            return negated ? new Range(-value, -upper, -lower) : new Range(value, lower, upper);
        }
    }

    /** The F1 of a role by each version, 0 to 1, null where it does not occur; and its number of texts. */
    record Row(String role, @Nullable Double of, @Nullable Double with, long textsOf, long textsWith) {
        private double difference() {
            return of == null || with == null ? -1 : Math.abs(of - with);
        }
    }

    private record Side(JsonNode evaluation, Contender contender) {
        private JsonNode set(SetName set) {
            return evaluation.path("sets").path(set.key());
        }

        private JsonNode scores(SetName set) {
            return set(set).path("scores").path(contender.key());
        }

        /** By role: F1 and support, of roles that occur. */
        private Map<String, JsonNode> roles(SetName set) {
            Map<String, JsonNode> byRole = new LinkedHashMap<>();
            JsonNode rows = scores(set).path("roles");
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).path("support").asLong()
                                + rows.get(i).path("predicted").asLong()
                        > 0) {
                    byRole.put(evaluation.path("roles").path(i).asText(), rows.get(i));
                }
            }
            return byRole;
        }
    }

    /**
     * Compares two versions.
     *
     * @param of the first's evaluation, null if it cannot be read
     * @param with the second's
     * @return empty if there is no set on which both were evaluated
     */
    static Optional<RoleScores> of(
            String versionOf, @Nullable JsonNode of, String versionWith, @Nullable JsonNode with) {
        Optional<RoleScores> together = Optional.empty();
        if (with != null && championOf(with).equals(versionOf)) {
            together = of(new Side(with, Contender.CHAMPION_JOINT), new Side(with, Contender.JOINT), true);
        } else if (of != null && championOf(of).equals(versionWith)) {
            together = of(new Side(of, Contender.JOINT), new Side(of, Contender.CHAMPION_JOINT), true);
        }
        return together.isPresent() || of == null || with == null
                ? together
                : of(new Side(of, Contender.JOINT), new Side(with, Contender.JOINT), false);
    }

    private static String championOf(JsonNode evaluation) {
        return evaluation.path("champion").path("version").asText();
    }

    private static Optional<RoleScores> of(Side of, Side with, boolean sameTexts) {
        for (SetName set : List.of(SetName.GOLD_RANDOM_SLICE, SetName.GOLD, SetName.SILVER)) {
            if (!of.scores(set).isMissingNode() && !with.scores(set).isMissingNode()) {
                JsonNode difference = sameTexts ? difference(of.set(set)) : null;
                boolean negated = of.contender() == Contender.CHAMPION_JOINT;
                return Optional.of(new RoleScores(
                        set.key(),
                        sameTexts,
                        of.set(set).path("items").asLong(),
                        with.set(set).path("items").asLong(),
                        difference == null ? null : Range.of(difference.path("accuracy"), negated),
                        difference == null ? null : Range.of(difference.path("macroF1"), negated),
                        rows(of.roles(set), with.roles(set))));
            }
        }
        return Optional.empty();
    }

    private static @Nullable JsonNode difference(JsonNode set) {
        for (JsonNode difference : set.path("differences")) {
            if (difference.path("of").asText().equals(Contender.JOINT.key())
                    && difference.path("against").asText().equals(Contender.CHAMPION_JOINT.key())) {
                return difference;
            }
        }
        return null;
    }

    private static List<Row> rows(Map<String, JsonNode> of, Map<String, JsonNode> with) {
        Map<String, Row> rows = new LinkedHashMap<>();
        of.forEach((role, scores) -> rows.put(role, row(role, scores, with.get(role))));
        with.forEach((role, scores) -> rows.putIfAbsent(role, row(role, null, scores)));
        List<Row> sorted = new ArrayList<>(rows.values());
        sorted.sort(Comparator.comparingDouble(Row::difference).reversed());
        return sorted;
    }

    private static Row row(String role, @Nullable JsonNode of, @Nullable JsonNode with) {
        return new Row(
                role,
                of == null ? null : of.path("f1").asDouble(),
                with == null ? null : with.path("f1").asDouble(),
                of == null ? 0 : of.path("support").asLong(),
                with == null ? 0 : with.path("support").asLong());
    }
}
