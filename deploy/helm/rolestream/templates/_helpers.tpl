{{- define "rolestream.fullname" -}}
{{- if contains "rolestream" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-rolestream" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "rolestream.selector" -}}
app.kubernetes.io/name: rolestream
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "rolestream.labels" -}}
{{ include "rolestream.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "rolestream.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ default (include "rolestream.fullname" .) .Values.serviceAccount.name }}{{ else }}{{ default "default" .Values.serviceAccount.name }}{{ end }}
{{- end }}

{{- /* Lists, as `rolestream topics list --yaml` and `rolestream topics acls --yaml` print them. */ -}}
{{- define "rolestream.topics" -}}
{{- default (.Files.Get "files/topics.yaml") .Values.topicsFile }}
{{- end }}

{{- define "rolestream.access" -}}
{{- default (.Files.Get "files/access.yaml") .Values.accessFile }}
{{- end }}

{{- define "rolestream.strimziVersion" -}}
{{- if .Capabilities.APIVersions.Has "kafka.strimzi.io/v1" }}kafka.strimzi.io/v1{{ else }}kafka.strimzi.io/v1beta2{{ end }}
{{- end }}

{{- define "rolestream.strimziNamespace" -}}
{{- default .Release.Namespace .Values.strimzi.namespace }}
{{- end }}

{{- /* The settings of one component as a properties file, the component's above those of all. */ -}}
{{- define "rolestream.properties" -}}
{{- $own := dict "bootstrap.servers" .root.Values.kafka.bootstrapServers "schema.registry.url" .root.Values.schemaRegistry.url "health.host" "0.0.0.0" "health.port" "9404" "topic.partitions" .root.Values.topics.partitions "topic.replication.factor" .root.Values.topics.replicas }}
{{- $_ := set $own "model.store" (default "/models" .root.Values.modelStore.url) }}
{{- if .root.Values.strimzi.enabled }}
{{- $_ := set $own "kafka.security.protocol" "SASL_SSL" }}
{{- $_ := set $own "kafka.sasl.mechanism" "SCRAM-SHA-512" }}
{{- $_ := set $own "kafka.ssl.truststore.type" "PEM" }}
{{- $_ := set $own "kafka.ssl.truststore.location" "/etc/kafka-ca/ca.crt" }}
{{- end }}
{{- $all := mergeOverwrite $own (deepCopy .root.Values.settings) (deepCopy (default dict .settings)) }}
{{- range $key := keys $all | sortAlpha }}
{{- $value := get $all $key }}
{{- /* Helm reads whole numbers as floats, and would write large ones as 1e+06. */ -}}
{{- if kindIs "float64" $value }}{{- if eq (floor $value) $value }}{{- $value = int64 $value }}{{- end }}{{- end }}
{{ $key }}={{ $value }}
{{- end }}
{{- end }}

{{- /* What the Secrets that a component uses hold at the moment, for a checksum; nothing where they cannot be read. */ -}}
{{- define "rolestream.secrets" -}}
{{- $names := list }}
{{- if .root.Values.strimzi.enabled }}{{ $names = append $names (printf "%s-%s" (include "rolestream.fullname" .root) .user) }}{{ end }}
{{- with .dashboardSecret }}{{ $names = append $names . }}{{ end }}
{{- with .dashboardTls }}{{ $names = append $names . }}{{ end }}
{{- range .root.Values.extraEnv }}{{ with dig "valueFrom" "secretKeyRef" "name" "" . }}{{ $names = append $names . }}{{ end }}{{ end }}
{{- range $names | uniq }}
{{ . }}: {{ (lookup "v1" "Secret" $.root.Release.Namespace .).data | toJson }}
{{- end }}
{{- end }}

{{- define "rolestream.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "rolestream.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- /* What a container of any component needs beside its own: how it logs in, and what users add. */ -}}
{{- define "rolestream.env" -}}
{{- if .root.Values.strimzi.enabled }}
- name: ROLESTREAM_KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef:
      name: {{ include "rolestream.fullname" .root }}-{{ .user }}
      key: sasl.jaas.config
{{- end }}
{{- with .root.Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "rolestream.mounts" -}}
- name: settings
  mountPath: /etc/rolestream
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- if .Values.strimzi.enabled }}
- name: kafka-ca
  mountPath: /etc/kafka-ca
  readOnly: true
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "rolestream.volumes" -}}
- name: settings
  configMap:
    name: {{ include "rolestream.fullname" .root }}-{{ .component }}
- name: tmp
  emptyDir:
    sizeLimit: {{ .tmpSize }}
{{- if .root.Values.strimzi.enabled }}
- name: kafka-ca
  secret:
    secretName: {{ .root.Values.strimzi.cluster }}-cluster-ca-cert
    items:
      - key: ca.crt
        path: ca.crt
{{- end }}
{{- with .root.Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
