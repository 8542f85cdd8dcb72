/** Rankings judged by relevance: trec_eval's measures, intervals over queries, comparisons of systems. */
@NullMarked
package io.rolestream.evaluation.ranking;

import org.jspecify.annotations.NullMarked;
