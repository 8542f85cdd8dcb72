package io.rolestream.files.write;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.task.Prediction;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionWriterTest {
    @Test
    void shouldNotLoseLinesInSilenceWhereTheDiskIsFull() {
        PrintWriter out = new PrintWriter(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        PredictionWriter writer = new PredictionWriter(out, List.of("Data Engineer", "Other"));
        writer.write("1", new Prediction(new float[] {1, 0}, false));

        assertThatThrownBy(writer::flush).isInstanceOf(OutputException.class).hasMessageContaining("lines are missing");
    }
}
