package io.rolestream.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A revision of a model as listed by a hub.
 *
 * @param commit the revision's current commit, 40 hexadecimal digits
 * @param files the paths of all its files
 */
record HubListing(String commit, Set<String> files) {
    private static final int MAX_BYTES = 32 * 1024 * 1024;

    static HubListing fetch(HubHttp http, HubSettings settings, ModelName model) throws IOException {
        URI address = URI.create(settings.endpoint() + "/api/models/" + model + "/revision/"
                + settings.revision().replace("/", "%2F"));
        try (HubResponse response = http.get(address, Map.of("Accept", "application/json"))) {
            return parse(read(response), response.address());
        }
    }

    private static byte[] read(HubResponse response) throws HubException {
        try {
            byte[] body = response.body().readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new HubException(response.address() + ": an answer of more than " + MAX_BYTES + " bytes");
            }
            if (response.length() > body.length) {
                throw new TransientHubException(response.address() + ": the answer broke off", null);
            }
            return body;
        } catch (HubException e) {
            throw e;
        } catch (IOException e) {
            throw new TransientHubException(response.address() + ": " + HubHttp.reason(e), e);
        }
    }

    private static HubListing parse(byte[] body, String address) throws HubException {
        ObjectNode root;
        try {
            root = JsonFiles.parse(body);
        } catch (IOException e) {
            throw new HubException(address + ": the answer " + e.getMessage(), e);
        }
        String commit = root.path("sha").asText("");
        if (!HubCache.isCommit(commit)) {
            throw new HubException(address + ": the answer has no commit; is this a hub?");
        }
        Set<String> files = new LinkedHashSet<>();
        for (JsonNode sibling : root.path("siblings")) {
            String name = sibling.path("rfilename").asText("");
            if (!name.isEmpty()) {
                files.add(name);
            }
        }
        return new HubListing(commit, files);
    }
}
