package io.rolestream.cli.fuzz;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.FileException;
import io.rolestream.common.service.HealthConfig;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.local.services.Configuration;
import io.rolestream.models.ModelsConfig;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.serving.config.ServingConfig;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.describing.DescribingConfig;
import io.rolestream.stream.recommending.RecommenderConfig;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.trainer.MatchTrainConfig;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.gate.GateConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What services make of settings, by all methods of the classes of settings that take nothing else. */
final class TypedSettings {
    private static final List<Class<?>> CONFIGURATIONS = List.of(
            Configuration.class,
            StreamConfig.class,
            WorkerConfig.class,
            DescribingConfig.class,
            RecommenderConfig.class,
            ModelsConfig.class,
            TrainerConfig.class,
            TrainConfig.class,
            MatchTrainConfig.class,
            GateConfig.class,
            DashboardConfig.class,
            DocumentConfig.class,
            ServingConfig.class,
            HealthConfig.class);
    private static final List<Class<?>> EXPECTED =
            List.of(ConfigurationException.class, InvalidFileException.class, FileException.class);

    private TypedSettings() {}

    /** How a conversion failed in a way that names no setting, or null. */
    static @Nullable String fault(Settings settings) {
        for (Class<?> type : CONFIGURATIONS) {
            for (Method method : type.getMethods()) {
                boolean converts = Modifier.isStatic(method.getModifiers())
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Settings.class});
                String fault = converts ? fault(method, settings) : null;
                if (fault != null) {
                    return fault;
                }
            }
        }
        return null;
    }

    private static @Nullable String fault(Method method, Settings settings) {
        try {
            method.invoke(null, settings);
            return null;
        } catch (InvocationTargetException e) {
            Throwable failure = Objects.requireNonNull(e.getCause());
            return EXPECTED.stream().anyMatch(type -> type.isInstance(failure))
                    ? null
                    : method + ": " + failure + "\n  "
                            + Arrays.stream(failure.getStackTrace())
                                    .limit(6)
                                    .map(Object::toString)
                                    .collect(Collectors.joining("\n  "));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
