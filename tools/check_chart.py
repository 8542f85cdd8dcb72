#!/usr/bin/env python3
"""Renders the Helm chart as people would, and validates what comes out. Run by check_deploy.sh, which installs what it needs."""

import helm_python as helm
import kubernetes_validate
import yaml

CHART = "deploy/helm/rolestream"
KUBERNETES = ["1.30", "1.34", kubernetes_validate.latest_version()]

# Values that people would give: each variant is rendered and validated by itself.
VARIANTS = {
    "bucket": {"modelStore": {"url": "s3://models/rolestream"}},
    "claim": {"modelStore": {"existingClaim": "models"}, "imagePullSecrets": [{"name": "pull"}]},
    "strimzi": {
        "modelStore": {"url": "s3://models/rolestream"},
        "strimzi": {"enabled": True, "cluster": "main"},
        "serviceMonitor": {"enabled": True, "labels": {"release": "prometheus"}},
        "stream": {
            "autoscaling": {"enabled": True},
            "dashboard": {
                "enabled": True,
                "secret": "dashboard",
                "tlsSecret": "dashboard-tls",
                "ingress": {"enabled": True, "host": "roles.example", "tlsSecret": "tls"},
            },
        },
        "networkPolicy": {"dashboardFrom": [{"namespaceSelector": {"matchLabels": {"name": "ingress"}}}]},
        "worker": {
            "imageTag": "0.1.0-gpu",
            "settings": {"model.device": "gpu"},
            "resources": {"limits": {"nvidia.com/gpu": 1, "memory": "8Gi"}},
            "nodeSelector": {"gpu": "true"},
            "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
            "autoscaling": {"enabled": True, "maxReplicas": 64},
        },
        "extraEnv": [{"name": "AWS_REGION", "value": "eu-central-1"}],
        "extraVolumes": [{"name": "keys", "secret": {"secretName": "keys"}}],
        "extraVolumeMounts": [{"name": "keys", "mountPath": "/keys", "readOnly": True}],
    },
    "recommender": {
        "modelStore": {"existingClaim": "models"},
        "recommender": {
            "enabled": True,
            "replicas": 2,
            "settings": {"labellers": "rules,roberta", "recommend.embedder": "matcher"},
        },
    },
    "generator": {
        "modelStore": {"url": "s3://models/rolestream"},
        "strimzi": {"enabled": True, "cluster": "main"},
        "recommender": {"enabled": True, "settings": {"labellers": "rules,roberta", "recommend.description.wait": "10s"}},
        "generator": {"enabled": True, "replicas": 2, "settings": {"generator.share": 0.5}},
    },
    "trainer only": {
        "modelStore": {"url": "s3://models/rolestream"},
        "stream": {"enabled": False},
        "worker": {"enabled": False},
        "topics": {"job": {"enabled": False}},
        "trainer": {"settings": {"train.max.texts": 5000000, "train.drift.psi": 0.25}},
    },
}
CUSTOM = {"KafkaTopic", "KafkaUser", "ScaledObject", "TriggerAuthentication", "ServiceMonitor"}


def rendered(chart, values):
    """The resources of a release, as trees, those of hooks and notes left out."""
    for name, text in chart.render(values, name="rolestream", namespace="jobs").items():
        if name.endswith(".yaml"):
            yield from (resource for resource in yaml.safe_load_all(text) if resource)


def check_pod(where, spec):
    """What no schema demands and we do."""
    assert spec["enableServiceLinks"] is False, where
    assert spec["automountServiceAccountToken"] is False, where
    assert spec["securityContext"]["runAsNonRoot"] is True, where
    volumes = {volume["name"] for volume in spec["volumes"]} | {"data"}
    for container in spec["containers"]:
        security = container["securityContext"]
        assert security["readOnlyRootFilesystem"] is True and security["allowPrivilegeEscalation"] is False, where
        assert security["capabilities"]["drop"] == ["ALL"], where
        assert container["resources"]["limits"]["memory"], where
        assert {mount["name"] for mount in container["volumeMounts"]} <= volumes, where
        assert "/tmp" in {mount["mountPath"] for mount in container["volumeMounts"]}, where
        names = [variable["name"] for variable in container.get("env", [])]
        assert len(names) == len(set(names)), where


def check_template(where, template):
    """That a new version of the chart alone restarts nothing."""
    assert not {"helm.sh/chart", "app.kubernetes.io/version"} & set(template["metadata"]["labels"]), where


def check_settings(where, properties):
    """That a settings file says what was meant."""
    settings = dict(line.split("=", 1) for line in properties.splitlines())
    assert settings["bootstrap.servers"] == "kafka:9092" and settings["model.store"], where
    assert not any("e+" in value or value == "<nil>" for value in settings.values()), where


def check_custom(where, resource):
    """Schemas of custom resources are in no registry: what can be said of them without."""
    spec = resource["spec"]
    if resource["kind"] == "KafkaTopic":
        assert spec["partitions"] >= 1 and spec["replicas"] >= 1 and spec["config"], where
        assert resource["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep", where
    if resource["kind"] == "KafkaUser":
        for acl in spec["authorization"]["acls"]:
            assert acl["resource"]["type"] in {"topic", "group", "transactionalId"}, where
            assert acl["resource"]["patternType"] in {"literal", "prefix"} and acl["operations"], where
    if resource["kind"] == "ScaledObject":
        assert 1 <= spec["minReplicaCount"] <= spec["maxReplicaCount"] <= 8, where


def check_writers(users):
    """Of the services the trainer alone may write model versions."""
    writers = {
        name.rsplit("-", 1)[1]
        for name, user in users.items()
        for acl in user["spec"]["authorization"]["acls"]
        if acl["resource"] == {"type": "topic", "name": "model-versions", "patternType": "literal"}
        and "Write" in acl["operations"]
    }
    assert writers == {"trainer", "operator"}, writers


def check_refusal(chart, values, named):
    """That values which can't be meant are refused, by name."""
    try:
        chart.validate_schema(values)
        list(rendered(chart, values))
    except helm.HelmError as refusal:
        assert named in str(refusal), refusal
    else:
        raise AssertionError(f"the chart renders with {values}")


def check_chart():
    helm.disable_logging()
    errors = helm.lint(CHART, {"modelStore": {"url": "s3://a/b"}})["errors"]
    assert not errors, errors
    with helm.Chart.load(CHART) as chart:
        for variant, values in VARIANTS.items():
            chart.validate_schema(values)
            seen = {}
            for resource in rendered(chart, values):
                kind, name = resource["kind"], resource["metadata"]["name"]
                where = f"{variant}: {kind} {name}"
                assert (kind, name) not in seen, f"{where} is there twice"
                seen[kind, name] = resource
                if kind in CUSTOM:
                    check_custom(where, resource)
                    continue
                for version in KUBERNETES:
                    kubernetes_validate.validate(resource, version, strict=True)
                if kind == "ConfigMap" and "rolestream.properties" in resource["data"]:
                    check_settings(where, resource["data"]["rolestream.properties"])
                if kind in {"StatefulSet", "Job"}:
                    check_template(where, resource["spec"]["template"])
                    check_pod(where, resource["spec"]["template"]["spec"])
            users = {name: resource for (kind, name), resource in seen.items() if kind == "KafkaUser"}
            if users:
                check_writers(users)
            # A budget for a single pod would stop every drain of its node.
            assert ("PodDisruptionBudget", "rolestream-trainer") not in seen, variant
            assert ("NetworkPolicy", "rolestream-trainer") in seen, variant
            print(f"{CHART}, {variant}: {len(seen)} resources, valid")
        check_refusal(chart, {}, "modelStore.url")
        check_refusal(chart, {"worker": {"replica": 3}}, "replica")
        bare = {"modelStore": {"url": "s3://a/b"}, "stream": {"dashboard": {"enabled": True}}}
        check_refusal(chart, bare, "stream.dashboard.secret")
        bare["stream"]["dashboard"] |= {"secret": "dashboard", "ingress": {"enabled": True, "host": "roles.example"}}
        check_refusal(chart, bare, "stream.dashboard.ingress.tlsSecret")


if __name__ == "__main__":
    check_chart()
