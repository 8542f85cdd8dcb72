package io.rolestream.benchmarks.pipeline;

import io.rolestream.benchmarks.pipeline.StubModel.Cost;
import io.rolestream.stream.worker.VotingModel;

/**
 * Who votes beside the rules: workers of one group, each with a model of its own.
 *
 * @param labeller as whom they vote
 * @param workers how many there are
 * @param models makes the model of a worker
 */
record Voters(String labeller, int workers, Models models) {
    private static final String STUB = "stub";

    /** Makes a model that votes on a run's resumes. */
    @FunctionalInterface
    interface Models {
        VotingModel model(Resumes resumes);
    }

    /** Workers whose models cost the same whatever they are asked. */
    static Voters stubs(int workers, Cost cost) {
        return new Voters(STUB, workers, resumes -> new StubModel(StubVotes.on(resumes.judged(), STUB), cost));
    }
}
