package io.rolestream.system.access;

import io.rolestream.cli.Rolestream;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.schemas.access.ClientAccess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A broker with a user for each client of the catalogue, who may do what the catalogue grants it and nothing else.
 * There is no schema registry, so the rights to the topic of schemas are among them.
 */
final class GuardedCluster implements AutoCloseable {
    private static final String ADMINISTRATOR = "administrator";

    private final Logins logins = new Logins(ADMINISTRATOR, passwords());
    private final EmbeddedKafka kafka =
            EmbeddedKafka.builder().properties(logins.brokerProperties()).start();

    /** How a command ended. */
    record Result(int exitCode, String out, String err) {}

    GuardedCluster() {
        run(ADMINISTRATOR, "topics", "acls", "--create");
        run(AccessCatalogue.OPERATOR, "topics", "create");
    }

    private static Map<String, String> passwords() {
        Map<String, String> passwords = new HashMap<>(Map.of(ADMINISTRATOR, "secret"));
        access().forEach(client -> passwords.put(client.client(), "secret-of-" + client.client()));
        return passwords;
    }

    /** What each client may do. */
    static List<ClientAccess> access() {
        return Configuration.access(Settings.of(Configuration.definitions(), Map.of()))
                .all();
    }

    /** The settings of a user's process. */
    Settings settings(String user, Map<String, String> others) {
        Map<String, String> values = new HashMap<>(others);
        values.put("bootstrap.servers", kafka.bootstrapServers());
        logins.clientProperties(user).forEach((key, value) -> values.put(Settings.KAFKA_PREFIX + key, value));
        return Settings.of(Configuration.definitions(), values);
    }

    /** The properties of a user's Kafka client. */
    Map<String, Object> clientProperties(String user) {
        Map<String, Object> properties = new HashMap<>(logins.clientProperties(user));
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        return properties;
    }

    /**
     * Runs a command as a user.
     *
     * @throws AssertionError if it fails
     */
    String run(String user, String... command) {
        Result result = tryTo(user, command);
        if (result.exitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + " as " + user + ": " + result);
        }
        return result.out();
    }

    /** Runs a command as a user. */
    Result tryTo(String user, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-b", kafka.bootstrapServers()));
        logins.clientProperties(user)
                .forEach((key, value) -> arguments.addAll(List.of("-s", Settings.KAFKA_PREFIX + key + "=" + value)));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Rolestream.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(new String[0]));
        return new Result(exitCode, out.toString(), err.toString());
    }

    @Override
    public void close() {
        kafka.close();
    }
}
