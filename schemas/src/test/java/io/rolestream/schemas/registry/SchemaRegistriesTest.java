package io.rolestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaRegistriesTest {
    private static final String URL = "http://registry:8081/apis/ccompat/v7/";

    @Test
    void shouldKeepThePathOfTheUrl() {
        assertThat(SchemaRegistries.config(URL, Map.of()).url())
                .isEqualTo(URI.create("http://registry:8081/apis/ccompat/v7"));
    }

    @Test
    void shouldSendBasicCredentials() {
        var config = SchemaRegistries.config(URL, Map.of("basic.auth.user.info", "ada:love:lace"));
        assertThat(config.headers()).containsEntry("Authorization", "Basic YWRhOmxvdmU6bGFjZQ==");
    }

    @Test
    void shouldSendABearerToken() {
        var config = SchemaRegistries.config(URL, Map.of("bearer.auth.token", "abc"));
        assertThat(config.headers()).containsEntry("Authorization", "Bearer abc");
    }

    @Test
    void shouldNotPrintCredentials() {
        assertThat(SchemaRegistries.config(URL, Map.of("bearer.auth.token", "abc")))
                .asString()
                .doesNotContain("abc");
    }

    @Test
    void shouldRegisterUnlessToldNotTo() {
        assertThat(SchemaRegistries.config(URL, Map.of()).autoRegister()).isTrue();
        assertThat(SchemaRegistries.config(URL, Map.of("auto.register.schemas", "false"))
                        .autoRegister())
                .isFalse();
    }

    @Test
    void shouldAcceptFurtherSubjectsOnlyWhereTheyAreNamed() {
        assertThat(SchemaRegistries.config(URL, Map.of()).subjects()).isEmpty();
        assertThat(SchemaRegistries.config(URL, Map.of("accepted.subjects", "a.Resume, b ,"))
                        .subjects())
                .containsExactlyInAnyOrder("a.Resume", "b");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        refused("ftp://registry", Map.of(), "http");
        refused("http://ada:lovelace@registry", Map.of(), "basic.auth.user.info");
        refused(URL, Map.of("auto.register.schemas", "maybe"), "maybe");
        refused(URL, Map.of("basic.auth.user.info", "ada"), "user:password");
        refused(URL, Map.of("basic.auth.user.info", "a:b", "bearer.auth.token", "c"), "bearer");
    }

    private static void refused(String url, Map<String, String> properties, String message) {
        assertThatThrownBy(() -> SchemaRegistries.config(url, properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
