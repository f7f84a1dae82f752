{{- define "hearth.labels" -}}
app.kubernetes.io/part-of: hearth
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* hearth.image (list context name) */}}
{{- define "hearth.image" -}}
{{- $context := index . 0 -}}
{{- $images := $context.Values.images -}}
{{- with $images.registry }}{{ . }}/{{ end }}hearth-{{ index . 1 }}:{{ $images.tag | default $context.Chart.AppVersion }}
{{- end -}}

{{- define "hearth.tls" -}}
{{- if ne .Values.tls.certificates "none" }}yes{{ end -}}
{{- end -}}

{{- define "hearth.gatewayHost" -}}
hearth-gateway.{{ .Release.Namespace }}.svc
{{- end -}}

{{- define "hearth.internalHost" -}}
hearth-gateway-internal.{{ .Release.Namespace }}.svc
{{- end -}}

{{- define "hearth.accessKeysNamespace" -}}
{{ .Values.access.keysNamespace | default (printf "%s-access-keys" .Release.Namespace | trunc 63) }}
{{- end -}}

{{- define "hearth.gatewayNames" -}}
{{- $names := list "hearth-gateway" (printf "hearth-gateway.%s" .Release.Namespace) (include "hearth.gatewayHost" .) (printf "%s.cluster.local" (include "hearth.gatewayHost" .)) (include "hearth.internalHost" .) -}}
{{- join "," (concat $names .Values.tls.gatewayNames) -}}
{{- end -}}

{{/* Pod Security "restricted". */}}
{{- define "hearth.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "hearth.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "hearth.pullSecrets" -}}
{{- with .Values.images.pullSecrets }}
imagePullSecrets: {{ range . }}
  - name: {{ . }}{{ end }}
{{- end -}}
{{- end -}}

{{- define "hearth.placement" -}}
{{- with .nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* Where events are kept; empty: nowhere. */}}
{{- define "hearth.natsUrl" -}}
{{- if .Values.events.nats.bundled -}}
nats://hearth-nats.{{ .Release.Namespace }}.svc:4222
{{- else -}}
{{ .Values.events.nats.url }}
{{- end -}}
{{- end }}

{{- /* The Secret that opens it; empty: it is open. */}}
{{- define "hearth.natsSecret" -}}
{{- if .Values.events.nats.secretName -}}
{{ .Values.events.nats.secretName }}
{{- else if .Values.events.nats.bundled -}}
hearth-nats
{{- end -}}
{{- end }}
