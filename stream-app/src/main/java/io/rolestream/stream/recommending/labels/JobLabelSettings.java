package io.rolestream.stream.recommending.labels;

import io.rolestream.common.reading.OwnGroup;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.ruleset.RuleSet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How jobs are labelled.
 *
 * @param group its consumer group
 * @param instance its name in the group, unchanged by restarts; null for none
 * @param transactionalId of its producer
 * @param rules the configured rule set
 * @param followsChampion whether the rule set of the model's champion votes instead, if there is one
 * @param model the model that votes as well; null if the rules decide alone
 * @param policy how votes become labels
 * @param textChars a job with a longer text is dead-lettered
 * @param commitInterval how long labels are collected into one transaction at most
 */
public record JobLabelSettings(
        OwnGroup group,
        @Nullable String instance,
        String transactionalId,
        RuleSet rules,
        boolean followsChampion,
        @Nullable String model,
        DecisionPolicy policy,
        int textChars,
        Duration commitInterval) {}
