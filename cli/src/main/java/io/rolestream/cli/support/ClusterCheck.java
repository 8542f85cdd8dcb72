package io.rolestream.cli.support;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Checks that Kafka answers before a command begins, so that a wrong address is reported within seconds. */
public final class ClusterCheck {
    private static final int PATIENCE_MS = 10_000;

    private ClusterCheck() {}

    public static void requireReachable(Settings settings) throws InterruptedException {
        String servers = settings.string(ConnectionConfig.BOOTSTRAP_SERVERS);
        try (Admin admin = Clients.of(settings)
                .admin(Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS))) {
            admin.describeCluster().clusterId().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unreachable(servers, "no answer within " + PATIENCE_MS / 1000 + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unreachable(servers, String.valueOf(cause.getMessage()), e);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unreachable(servers, String.valueOf(cause.getMessage()), e);
        }
    }

    private static CommandFailedException unreachable(String servers, String reason, Exception cause) {
        return new CommandFailedException(
                "Kafka at " + servers + " can't be reached: " + reason
                        + ". Is it running, and are the address (--bootstrap-servers) and the security settings"
                        + " (kafka.*) correct?",
                cause);
    }
}
