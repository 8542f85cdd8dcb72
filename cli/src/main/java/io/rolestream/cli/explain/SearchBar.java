package io.rolestream.cli.explain;

import io.rolestream.cli.support.Progress;
import io.rolestream.stream.explain.LabelSearch;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** Shows how far a search for labels is. */
final class SearchBar implements LabelSearch.SearchProgress, AutoCloseable {
    private final boolean shown;
    private @Nullable ProgressBar bar;

    SearchBar(boolean shown) {
        this.shown = shown;
    }

    @Override
    public void began(long offsets) {
        close();
        bar = shown ? Progress.bar("search", offsets, " labels", 1) : null;
    }

    @Override
    public void read(long offsets) {
        if (bar != null) {
            bar.stepTo(offsets);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
