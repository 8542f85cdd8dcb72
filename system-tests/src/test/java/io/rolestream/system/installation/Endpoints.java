package io.rolestream.system.installation;

import io.rolestream.schemas.registry.HttpSchemaRegistry;
import io.rolestream.schemas.registry.RegistryConfig;
import io.rolestream.schemas.registry.SchemaRegistry;
import java.net.URI;

/** Where clients find brokers and schema registry. */
public interface Endpoints {
    String bootstrapServers();

    String registryUrl();

    default SchemaRegistry registry() {
        return new HttpSchemaRegistry(RegistryConfig.of(URI.create(registryUrl())));
    }
}
