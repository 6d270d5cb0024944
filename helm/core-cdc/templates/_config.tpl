{{/* What the rest of the chart has to know of the service's configuration. */}}

{{/*
Adds every scalar of .value to the list .into.properties: its key, its name as Spring compares names (lower case, no
dashes) and its value. Keys may be written nested or with dots, as in any application.yml, and one property in both ways.
*/}}
{{- define "core-cdc.flatten" -}}
{{- if kindIs "map" .value }}
{{- range $key, $value := .value }}
{{- $at := ternary $key (printf "%s.%s" $.at $key) (empty $.at) }}
{{- include "core-cdc.flatten" (dict "at" $at "value" $value "into" $.into) }}
{{- end }}
{{- else if kindIs "slice" .value }}
{{- range $index, $value := .value }}
{{- include "core-cdc.flatten" (dict "at" (printf "%s[%d]" $.at $index) "value" $value "into" $.into) }}
{{- end }}
{{- else if not (kindIs "invalid" .value) }}
{{- $property := dict "key" .at "name" (.at | lower | replace "-" "") "value" (toString .value) }}
{{- $_ := set .into "properties" (append .into.properties $property) }}
{{- end }}
{{- end }}

{{/* All properties of the configuration, as a YAML list. */}}
{{- define "core-cdc.properties" -}}
{{- $all := dict "properties" list }}
{{- include "core-cdc.flatten" (dict "at" "" "value" .Values.config "into" $all) }}
{{- toYaml $all.properties }}
{{- end }}

{{/* The value of one of .properties, or .default. The last one counts, as it does in the service. */}}
{{- define "core-cdc.property" -}}
{{- $value := .default }}
{{- range .properties }}
{{- if eq .name ($.name | replace "-" "") }}
{{- $value = .value }}
{{- end }}
{{- end }}
{{- $value }}
{{- end }}

{{/* A port as a plain number: the chart has to know it. */}}
{{- define "core-cdc.port" -}}
{{- $port := include "core-cdc.property" . }}
{{- if not (regexMatch "^[1-9][0-9]{0,4}$" $port) }}
{{- fail (printf "config: %s must be a port number written out, but is '%s'." .name $port) }}
{{- end }}
{{- $port }}
{{- end }}

{{/* "true" when a section such as server.ssl is used. */}}
{{- define "core-cdc.usesTls" -}}
{{- $used := false }}
{{- range .properties }}
{{- if hasPrefix $.prefix .name }}
{{- $used = true }}
{{- end }}
{{- end }}
{{- $enabled := include "core-cdc.property" (dict "properties" .properties "name" (printf "%senabled" .prefix) "default" "true") }}
{{- and $used (ne "false" $enabled) }}
{{- end }}

{{/*
A Duration as Spring Boot reads it, in whole seconds, rounded up; empty when it cannot be told.
*/}}
{{- define "core-cdc.seconds" -}}
{{- $simple := "^([0-9]+)(ns|us|ms|s|m|h|d)?$" }}
{{- $iso := "^PT(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?$" }}
{{- $text := trim . }}
{{- if regexMatch $simple $text }}
{{- $number := int64 (regexReplaceAll $simple $text "${1}") }}
{{- $unit := regexReplaceAll $simple $text "${2}" }}
{{- if eq $unit "d" }}{{ mul $number 86400 }}
{{- else if eq $unit "h" }}{{ mul $number 3600 }}
{{- else if eq $unit "m" }}{{ mul $number 60 }}
{{- else if eq $unit "s" }}{{ $number }}
{{- else if or (eq $unit "ms") (empty $unit) }}{{ div (add $number 999) 1000 }}
{{- else }}{{ 1 }}
{{- end }}
{{- else if and (regexMatch $iso (upper $text)) (ne "PT" (upper $text)) }}
{{- $text = upper $text }}
{{- $hours := int64 (default "0" (regexReplaceAll $iso $text "${1}")) }}
{{- $minutes := int64 (default "0" (regexReplaceAll $iso $text "${2}")) }}
{{- $seconds := int64 (default "0" (regexReplaceAll $iso $text "${3}")) }}
{{- add (mul $hours 3600) (mul $minutes 60) $seconds }}
{{- end }}
{{- end }}

{{/*
What the templates need to know, as YAML: ports, paths, TLS, the kind of checkpoint store, the time to stop.
*/}}
{{- define "core-cdc.facts" -}}
{{- $all := include "core-cdc.properties" . | fromYamlArray }}
{{- $port := include "core-cdc.port" (dict "properties" $all "name" "server.port" "default" "8080") }}
{{- $managementPort := include "core-cdc.port" (dict "properties" $all "name" "management.server.port" "default" $port) }}
{{- $separate := ne $port $managementPort }}
{{- $root := include "core-cdc.property" (dict "properties" $all "name" "server.servlet.context-path" "default" "") }}
{{- $tls := include "core-cdc.usesTls" (dict "properties" $all "prefix" "server.ssl.") }}
{{- if $separate }}
{{- $root = include "core-cdc.property" (dict "properties" $all "name" "management.server.base-path" "default" "") }}
{{- $tls = include "core-cdc.usesTls" (dict "properties" $all "prefix" "management.server.ssl.") }}
{{- end }}
{{- $base := include "core-cdc.property" (dict "properties" $all "name" "management.endpoints.web.base-path" "default" "/actuator") }}
port: {{ $port }}
managementPort: {{ $managementPort }}
separate: {{ $separate }}
actuator: {{ printf "%s/%s" (trimSuffix "/" $root) (trimAll "/" $base) | trimSuffix "/" | quote }}
scheme: {{ ternary "HTTPS" "HTTP" (eq "true" $tls) }}
checkpoint: {{ include "core-cdc.property" (dict "properties" $all "name" "cdc.checkpoint.type" "default" "file") | quote }}
phase: {{ include "core-cdc.property" (dict "properties" $all "name" "spring.lifecycle.timeout-per-shutdown-phase" "default" "30s") | quote }}
{{- end }}

{{/* Where the actuator answers: `management` when it has a port of its own, else `http`. */}}
{{- define "core-cdc.actuatorPort" -}}
{{- ternary "management" "http" (include "core-cdc.facts" . | fromYaml).separate }}
{{- end }}

{{/*
Seconds from SIGTERM to SIGKILL: more than all phases of a shutdown can take together. There are five phases (streams,
requests, web server, task executor, logging), and with a management port three more.
*/}}
{{- define "core-cdc.gracePeriod" -}}
{{- $facts := include "core-cdc.facts" . | fromYaml }}
{{- $phase := include "core-cdc.seconds" $facts.phase }}
{{- $given := .Values.terminationGracePeriodSeconds }}
{{- if $phase }}
{{- $sum := mul (ternary 8 5 $facts.separate) (int64 $phase) }}
{{- if kindIs "invalid" $given }}
{{- add $sum 10 }}
{{- else if le (int64 $given) $sum }}
{{- fail (printf "terminationGracePeriodSeconds is %d, but stopping may take %d seconds: leave it out, or lower spring.lifecycle.timeout-per-shutdown-phase in config." (int64 $given) $sum) }}
{{- else }}
{{- int64 $given }}
{{- end }}
{{- else if kindIs "invalid" $given }}
{{- fail (printf "config: how long is spring.lifecycle.timeout-per-shutdown-phase, '%s'? Write it like 30s, or set terminationGracePeriodSeconds." $facts.phase) }}
{{- else }}
{{- int64 $given }}
{{- end }}
{{- end }}

{{/* Stops what would not work, or would lose something. */}}
{{- define "core-cdc.check" -}}
{{- if empty .Values.config }}
{{- fail "config is empty. Put the service's application.yml there: processors under config.cdc.processors and targets under config.cdc.targets." }}
{{- end }}
{{- $facts := include "core-cdc.facts" . | fromYaml }}
{{- if and (eq $facts.checkpoint "file") (not .Values.persistence.enabled) }}
{{- fail "Checkpoints are kept in files, and persistence.enabled is false: every restart would lose them. Enable persistence, or keep them in a database with config.cdc.checkpoint.type." }}
{{- end }}
{{- range include "core-cdc.properties" . | fromYamlArray }}
{{- $secretName := regexMatch "(password|passwd|passphrase|secret|secretkey|token|apikey)$" .name }}
{{- $plain := and (ne .value "") (not (contains "${" .value)) }}
{{- $secretText := regexMatch "://[^:/@\\s]*:[^/@\\s$][^/@\\s]*@|[?&;](password|pwd)=[^&;$]|-----BEGIN [A-Z ]*PRIVATE KEY-----" .value }}
{{- if or (and $secretName $plain) $secretText }}
{{- fail (printf "config: %s holds a secret, and a ConfigMap is no place for one. Write a placeholder there, such as ${MYSQL_PASSWORD}, and give its value under secrets." .key) }}
{{- end }}
{{- end }}
{{- end }}

{{/* The ConfigMap's data. */}}
{{- define "core-cdc.applicationYml" -}}
application.yml: |
  {{- toYaml .Values.config | nindent 2 }}
{{- end }}

{{/* Not empty when a login is configured, as far as can be seen from here. */}}
{{- define "core-cdc.hasLogin" -}}
{{- range include "core-cdc.properties" . | fromYamlArray }}
{{- if or (eq .name "spring.security.user.password") (hasPrefix "spring.security.oauth2." .name) (hasPrefix "cdc.security.users[" .name) }}yes{{ end }}
{{- end }}
{{- range $secret := .Values.secrets.existing }}
{{- if or (not $secret.keys) (hasKey $secret.keys "spring.security.user.password") (hasKey $secret.keys "SPRING_SECURITY_USER_PASSWORD") }}yes{{ end }}
{{- end }}
{{- if or (hasKey .Values.secrets.data "spring.security.user.password") (hasKey .Values.secrets.data "SPRING_SECURITY_USER_PASSWORD") }}yes{{ end }}
{{- end }}
