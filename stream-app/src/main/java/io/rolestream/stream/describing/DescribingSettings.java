package io.rolestream.stream.describing;

import io.rolestream.common.config.TracingSettings;
import io.rolestream.matching.writing.WritingSettings;
import io.rolestream.models.ModelSettings;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.recommending.index.ModelSource;
import io.rolestream.stream.worker.WorkerSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a generator works.
 *
 * @param member its place in the group
 * @param source where the generator comes from
 * @param pinned the version to use of a followed model, whichever is champion; null for the champion
 * @param writing how descriptions are drawn
 * @param tokensPerSecond the most that are generated, on average; 0 for no limit
 * @param share of the resumes that are described
 * @param commitInterval how long descriptions are collected into one transaction at most
 * @param limits how long it may take
 * @param resumeChars a resume with a longer text is skipped, as the topology dead-letters it
 * @param models where models are
 * @param rules which words of a resume are no names, and the roles
 * @param tracing where traces go
 */
public record DescribingSettings(
        WorkerSettings.Member member,
        ModelSource source,
        @Nullable String pinned,
        WritingSettings writing,
        int tokensPerSecond,
        double share,
        Duration commitInterval,
        WorkerSettings.Limits limits,
        int resumeChars,
        ModelSettings models,
        RuleSet rules,
        TracingSettings tracing) {}
