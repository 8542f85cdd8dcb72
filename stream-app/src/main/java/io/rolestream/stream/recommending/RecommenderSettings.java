package io.rolestream.stream.recommending;

import io.rolestream.common.config.TracingSettings;
import io.rolestream.models.ModelSettings;
import io.rolestream.stream.recommending.index.MatcherModels;
import io.rolestream.stream.recommending.labels.JobLabelSettings;
import io.rolestream.stream.recommending.lists.ListSettings;
import java.time.Duration;

/**
 * How a recommender works.
 *
 * @param labels how jobs are labelled
 * @param lists how lists are kept
 * @param matching what matchers are made of
 * @param models where models are
 * @param nice niceness of the threads that compute lists, 0 to 19
 * @param stopTimeout to finish what it has begun, when it stops
 * @param stuckAfter beyond this long without a round of a loop, it is not live
 * @param tracing where traces go
 */
public record RecommenderSettings(
        JobLabelSettings labels,
        ListSettings lists,
        MatcherModels matching,
        ModelSettings models,
        int nice,
        Duration stopTimeout,
        Duration stuckAfter,
        TracingSettings tracing) {}
