package io.rolestream.system.access;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Users of the embedded broker, by SASL/PLAIN. With logins, Kafka's standard authorizer allows each user what ACLs
 * grant; the administrator may do everything.
 *
 * @param administrator one of the users
 * @param passwords by user; letters, digits, dots, underscores and hyphens only
 */
record Logins(String administrator, Map<String, String> passwords) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]+");
    private static final String AUTHORIZER = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";

    public Logins {
        passwords = Map.copyOf(passwords);
        if (!passwords.containsKey(administrator)) {
            throw new IllegalArgumentException("The administrator %s has no password".formatted(administrator));
        }
        passwords.forEach((user, password) -> {
            if (!WORD.matcher(user).matches() || !WORD.matcher(password).matches()) {
                throw new IllegalArgumentException(
                        "User %s: names and passwords have letters, digits, '.', '_' and '-' only".formatted(user));
            }
        });
    }

    /**
     * What a client needs to log in.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    Map<String, String> clientProperties(String user) {
        String password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException(
                    "No user %s; the users are %s".formatted(user, new TreeMap<>(passwords).keySet()));
        }
        return Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", "%s required username=\"%s\" password=\"%s\";".formatted(MODULE, user, password));
    }

    /** Makes an embedded broker require them. */
    Map<String, String> brokerProperties() {
        var jaas = new StringBuilder(clientProperties(administrator).get("sasl.jaas.config"));
        jaas.setLength(jaas.length() - 1);
        new TreeMap<>(passwords).forEach((user, password) -> jaas.append(" user_%s=\"%s\"".formatted(user, password)));
        return Map.of(
                "listener.security.protocol.map",
                "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                // The broker is a client of itself, and logs in as the administrator.
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "listener.name.client.plain.sasl.jaas.config",
                jaas.append(';').toString(),
                "authorizer.class.name",
                AUTHORIZER,
                // Only the node itself is anonymous, on its controller's port.
                "super.users",
                "User:%s;User:ANONYMOUS".formatted(administrator));
    }
}
