package io.rolestream.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.safetensors.OutgoingTensor;
import io.rolestream.engine.torch.NeedsCpuSupport;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NeedsCpuSupport.class)
class StoredParametersTest {
    @BeforeEach
    void prepare() {
        Torch.prepareThread(1);
    }

    @ParameterizedTest
    @CsvSource({"bart, FP32, true", "deberta-v3, BF16, true", "modernbert, INT8, false", "roberta, INT8, true"})
    void shouldGiveTheSameModelAsParametersInMemory(String family, Precision precision, boolean packed)
            throws IOException {
        CheckpointDirectory checkpoint = Golden.checkpoint(family);
        PackedSequences batch = PackedSequences.of(Golden.read(family).sequences());
        try (Parameters loaded = Parameters.load(checkpoint);
                StoredParameters stored = StoredParameters.classifier(checkpoint);
                Encoder expected = ScriptEncoder.of(loaded, Output.LOGITS, precision, packed, Device.cpu());
                Encoder encoder = ScriptEncoder.of(stored, Output.LOGITS, precision, packed, Device.cpu())) {
            stored.close();
            assertThat(encoder.compute(batch)).isDeepEqualTo(expected.compute(batch));
        }
    }

    @Test
    void shouldRefuseAMissingTensorBeforeAnythingIsComputed(@TempDir Path folder) throws IOException {
        CheckpointDirectory whole = Golden.checkpoint("bert");
        try (Parameters parameters = Parameters.load(whole)) {
            List<OutgoingTensor> some = parameters.tensors(DType.F32).stream()
                    .filter(tensor -> !tensor.name().equals("classifier.bias"))
                    .toList();
            CheckpointDirectory part =
                    CheckpointDirectory.save(folder.resolve("part"), whole.config(), whole.tokenizer(), some);
            assertThatThrownBy(() -> StoredParameters.classifier(part).close())
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("tensor \"classifier.bias\": is missing");
            assertThatThrownBy(() -> StoredParameters.classifier(new CheckpointDirectory(
                                    whole.path(), whole.config().withLabels(List.of()), whole.tokenizer()))
                            .close())
                    .hasMessageContaining("has no id2label");
            StoredParameters.encoder(part).close();
        }
    }
}
