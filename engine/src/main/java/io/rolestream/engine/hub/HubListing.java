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
 * What a hub says about a revision of a model.
 *
 * @param commit the commit that the revision is now, 40 hexadecimal digits
 * @param files the paths of all its files
 */
record HubListing(String commit, Set<String> files) {
    private static final int MAX_BYTES = 32 * 1024 * 1024;

    /** Asks the hub. */
    static HubListing fetch(HubHttp http, HubSettings settings, ModelName model) throws IOException {
        URI address = URI.create(settings.endpoint() + "/api/models/" + model + "/revision/"
                + settings.revision().replace("/", "%2F"));
        try (HubResponse response = http.get(address, Map.of("Accept", "application/json"))) {
            byte[] body = read(response);
            if (body.length > MAX_BYTES) {
                throw new HubException(response.address() + ": an answer of more than " + MAX_BYTES + " bytes");
            }
            return parse(body, response.address());
        }
    }

    private static byte[] read(HubResponse response) throws TransientHubException {
        try {
            byte[] body = response.body().readNBytes(MAX_BYTES + 1);
            if (response.length() > body.length && body.length <= MAX_BYTES) {
                throw new TransientHubException(response.address() + ": the answer broke off", null);
            }
            return body;
        } catch (TransientHubException e) {
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
            throw new HubException(address + ": the answer names no commit; is this a hub?");
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
