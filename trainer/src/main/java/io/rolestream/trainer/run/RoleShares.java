package io.rolestream.trainer.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The share of texts for which the rules vote for each role. A version's metrics carry the shares of its training,
 * under {@value #METRIC} and the role, so that any trainer can compare new texts with them.
 *
 * @param byRole 0 to 1, with abstentions under the empty string
 */
public record RoleShares(Map<String, Double> byRole) {
    static final String METRIC = "input.share.";
    private static final String ABSTAINED = "none";

    /** Minimum share, so that a new or missing role does not make the index infinite. */
    private static final double LEAST = 0.0005;

    public RoleShares {
        byRole = Map.copyOf(byRole);
    }

    public static RoleShares of(Map<String, Long> counts) {
        double sum = counts.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Double> shares = new HashMap<>();
        counts.forEach((role, count) -> shares.put(role, count / sum));
        return new RoleShares(shares);
    }

    static RoleShares ofMetrics(Map<String, Double> metrics) {
        Map<String, Double> shares = new HashMap<>();
        metrics.forEach((name, value) -> {
            if (name.startsWith(METRIC)) {
                String role = name.substring(METRIC.length());
                shares.put(role.equals(ABSTAINED) ? "" : role, value);
            }
        });
        return new RoleShares(shares);
    }

    Map<String, Double> metrics() {
        Map<String, Double> metrics = new HashMap<>();
        byRole.forEach((role, share) -> metrics.put(METRIC + (role.isEmpty() ? ABSTAINED : role), share));
        return metrics;
    }

    public boolean isEmpty() {
        return byRole.isEmpty();
    }

    /**
     * The population stability index: the sum over all roles of {@code (actual - expected) * ln(actual / expected)}, 0
     * or more (N. Siddiqi, Credit Risk Scorecards, 2006). For equal populations it is about {@code (roles - 1) * (1/n +
     * 1/m)} with n and m texts.
     */
    public double stabilityIndex(RoleShares expected) {
        Set<String> roles = new HashSet<>(byRole.keySet());
        roles.addAll(expected.byRole.keySet());
        double index = 0;
        for (String role : roles) {
            double is = Math.max(LEAST, byRole.getOrDefault(role, 0.0));
            double was = Math.max(LEAST, expected.byRole.getOrDefault(role, 0.0));
            index += (is - was) * Math.log(is / was);
        }
        return index;
    }
}
