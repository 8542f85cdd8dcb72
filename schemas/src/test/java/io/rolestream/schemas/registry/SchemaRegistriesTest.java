package io.rolestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaRegistriesTest {
    private static final String URL = "http://registry:8081/apis/ccompat/v7/";

    @Test
    void shouldKeepThePathOfTheUrl() {
        assertThat(addresses(URL)).containsExactly("http://registry:8081/apis/ccompat/v7");
    }

    @Test
    void shouldTakeSeveralUrls() {
        assertThat(addresses("http://a:8081, http://b:8082/x/ ,")).containsExactly("http://a:8081", "http://b:8082/x");
        assertThat(addresses("registry:8081")).containsExactly("http://registry:8081");
        assertThat(addresses("a:8081,https://b:8081")).containsExactly("https://a:8081", "https://b:8081");
    }

    @Test
    void shouldKeepCredentialsOutOfTheUrl() {
        var config = SchemaRegistries.config("http://ada:l%40ce@a:1,http://b:2", Map.of());
        assertThat(config.addresses()).extracting(RegistryAddress::credentials).containsExactly("ada:l@ce", null);
        assertThat(config.addresses()).asString().isEqualTo("[http://a:1, http://b:2]");
    }

    @Test
    void shouldSendBasicCredentials() {
        var config = SchemaRegistries.config(URL, Map.of("schema.registry.basic.auth", "ada:love:lace"));
        assertThat(config.headers()).containsEntry("Authorization", "Basic YWRhOmxvdmU6bGFjZQ==");
    }

    @Test
    void shouldSendABearerToken() {
        var config = SchemaRegistries.config(URL, Map.of("schema.registry.bearer.token", "abc"));
        assertThat(config.headers()).containsEntry("Authorization", "Bearer abc");
    }

    @Test
    void shouldNotPrintCredentials() {
        assertThat(SchemaRegistries.config(URL, Map.of("schema.registry.bearer.token", "abc")))
                .asString()
                .doesNotContain("abc");
    }

    @Test
    void shouldRegisterUnlessToldNotTo() {
        assertThat(SchemaRegistries.config(URL, Map.of()).autoRegister()).isTrue();
        assertThat(SchemaRegistries.config(URL, Map.of("schema.auto.register", "false"))
                        .autoRegister())
                .isFalse();
    }

    @Test
    void shouldAcceptFurtherSubjectsOnlyWhereTheyAreNamed() {
        assertThat(SchemaRegistries.config(URL, Map.of()).subjects()).isEmpty();
        assertThat(SchemaRegistries.config(URL, Map.of("schema.subjects", "a.Resume, b ,"))
                        .subjects())
                .containsExactlyInAnyOrder("a.Resume", "b");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        refused("ftp://registry", Map.of(), "schema.registry.url must be URLs");
        refused(" , ", Map.of(), "schema.registry.url is empty");
        refused("http://ada@registry", Map.of(), "user without a password");
        refused("ada:lovelace@registry:8081", Map.of(), "credentials without http://");
        refused("http://ada:love,lace@registry:8081", Map.of(), "schema.registry.url");
        refused("http://ada:love lace@registry:8081", Map.of(), "schema.registry.url is not a URL");
        refused("http://ada:lovelace@registry", Map.of("schema.registry.basic.auth", "a:b"), "only one of");
        refused(URL, Map.of("schema.auto.register", "maybe"), "maybe");
        refused(URL, Map.of("schema.registry.basic.auth", "ada"), "user:password");
        refused(URL, Map.of("schema.registry.basic.auth", "a:b", "schema.registry.bearer.token", "c"), "bearer");
    }

    private static void refused(String url, Map<String, String> properties, String message) {
        assertThatThrownBy(() -> SchemaRegistries.config(url, properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("love"));
    }

    private static List<String> addresses(String urls) {
        return SchemaRegistries.config(urls, Map.of()).addresses().stream()
                .map(RegistryAddress::toString)
                .toList();
    }
}
