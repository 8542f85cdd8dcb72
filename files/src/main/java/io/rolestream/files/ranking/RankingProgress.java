package io.rolestream.files.ranking;

/** Is told how far a comparison has come. Called from one thread. */
public interface RankingProgress {
    RankingProgress NONE = new RankingProgress() {
        @Override
        public void begin(String what, int steps) {}

        @Override
        public void step() {}

        @Override
        public void end() {}
    };

    /** @param what is done, such as {@code jobs, bm25} */
    void begin(String what, int steps);

    void step();

    void end();
}
