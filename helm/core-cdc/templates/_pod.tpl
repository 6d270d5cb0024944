{{/* The pod, the same under a StatefulSet and a Deployment. */}}

{{- define "core-cdc.probe" -}}
httpGet:
  path: {{ printf "%s/health/%s" (include "core-cdc.facts" .root | fromYaml).actuator .of }}
  port: {{ include "core-cdc.actuatorPort" .root }}
  scheme: {{ (include "core-cdc.facts" .root | fromYaml).scheme }}
{{ toYaml .probe }}
{{- end }}

{{/* The Secrets, each with the keys that are taken of it: those that are named, or all. */}}
{{- define "core-cdc.secretList" -}}
{{- $all := .Values.secrets.existing }}
{{- if .Values.secrets.data }}
{{- $all = append $all (dict "name" (include "core-cdc.fullname" .)) }}
{{- end }}
{{- toYaml $all }}
{{- end }}

{{- define "core-cdc.pod" -}}
{{- $facts := include "core-cdc.facts" . | fromYaml }}
{{- $secrets := include "core-cdc.secretList" . | fromYamlArray }}
{{- $files := and $secrets (eq "files" .Values.secrets.as) }}
{{- $environment := and $secrets (eq "environment" .Values.secrets.as) }}
metadata:
  labels:
    {{- include "core-cdc.selectorLabels" . | nindent 4 }}
    {{- with .Values.commonLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    kubectl.kubernetes.io/default-container: core-cdc
    checksum/config: {{ include "core-cdc.applicationYml" . | sha256sum }}
    {{- with .Values.secrets.data }}
    checksum/secret: {{ toYaml . | sha256sum }}
    {{- end }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "core-cdc.serviceAccountName" . }}
  automountServiceAccountToken: {{ .Values.serviceAccount.automountToken }}
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ include "core-cdc.gracePeriod" . }}
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  {{- with .Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with .Values.initContainers }}
  initContainers:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: core-cdc
      image: {{ include "core-cdc.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      workingDir: {{ .Values.workingDir }}
      env:
        - name: JAVA_TOOL_OPTIONS
          value: {{ .Values.javaOptions | quote }}
        {{- if $files }}
        - name: SPRING_CONFIG_IMPORT
          value: configtree:{{ .Values.workingDir }}/secrets/
        {{- end }}
        {{- if $environment }}
        {{- range $secret := $secrets }}
        {{- range $variable, $key := $secret.keys }}
        - name: {{ $variable }}
          valueFrom:
            secretKeyRef:
              name: {{ $secret.name }}
              key: {{ $key }}
        {{- end }}
        {{- end }}
        {{- end }}
        {{- with .Values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- $whole := list }}
      {{- if $environment }}
      {{- range $secrets }}
      {{- if not .keys }}
      {{- $whole = append $whole (dict "secretRef" (dict "name" .name)) }}
      {{- end }}
      {{- end }}
      {{- end }}
      {{- with concat $whole .Values.extraEnvFrom }}
      envFrom:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - name: http
          containerPort: {{ $facts.port }}
        {{- if $facts.separate }}
        - name: management
          containerPort: {{ $facts.managementPort }}
        {{- end }}
      startupProbe:
        {{- include "core-cdc.probe" (dict "root" . "of" "liveness" "probe" .Values.probes.startup) | nindent 8 }}
      livenessProbe:
        {{- include "core-cdc.probe" (dict "root" . "of" "liveness" "probe" .Values.probes.liveness) | nindent 8 }}
      readinessProbe:
        {{- include "core-cdc.probe" (dict "root" . "of" "readiness" "probe" .Values.probes.readiness) | nindent 8 }}
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
      volumeMounts:
        - name: config
          mountPath: {{ .Values.workingDir }}/config
          readOnly: true
        {{- if $files }}
        - name: secrets
          mountPath: {{ .Values.workingDir }}/secrets
          readOnly: true
        {{- end }}
        {{- if .Values.persistence.enabled }}
        - name: data
          mountPath: {{ .Values.workingDir }}/data
        {{- end }}
        - name: tmp
          mountPath: /tmp
        {{- with .Values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: config
      configMap:
        name: {{ include "core-cdc.fullname" . }}
    {{- if $files }}
    - name: secrets
      projected:
        defaultMode: 0440
        sources:
          {{- range $secret := $secrets }}
          - secret:
              name: {{ $secret.name }}
              {{- with $secret.keys }}
              items:
                {{- range $property, $key := . }}
                - key: {{ $key }}
                  path: {{ $property }}
                {{- end }}
              {{- end }}
          {{- end }}
    {{- end }}
    {{- if and .Values.persistence.enabled .Values.persistence.existingClaim }}
    - name: data
      persistentVolumeClaim:
        claimName: {{ .Values.persistence.existingClaim }}
    {{- end }}
    - name: tmp
      emptyDir:
        sizeLimit: {{ .Values.tmp.sizeLimit }}
    {{- with .Values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- range . }}
    - {{ toYaml . | indent 6 | trim }}
      {{- if not .labelSelector }}
      labelSelector:
        matchLabels:
          app.kubernetes.io/name: {{ include "core-cdc.name" $ }}
      {{- end }}
    {{- end }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
{{- end }}
