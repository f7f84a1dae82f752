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

{{- /* Whether the chart makes that namespace: not one that somebody has made already, to put keys into it before an upgrade, say. */}}
{{- define "hearth.makesAccessKeysNamespace" -}}
{{- if not .Values.access.keysNamespace -}}
{{- $there := lookup "v1" "Namespace" "" (include "hearth.accessKeysNamespace" .) -}}
{{- if or (not $there) (eq (dig "metadata" "annotations" "meta.helm.sh/release-name" "" $there) .Release.Name) }}yes{{ end -}}
{{- end -}}
{{- end -}}

{{- /* Access keys of before, in the installation's own namespace, that are not where they are read now. */}}
{{- define "hearth.forgottenAccessKeys" -}}
{{- $keys := include "hearth.accessKeysNamespace" . -}}
{{- $forgotten := list -}}
{{- if ne $keys .Release.Namespace -}}
{{- range (lookup "v1" "Secret" .Release.Namespace "").items -}}
{{- if and (hasKey (.metadata.labels | default dict) "lambda.hearth.dev/access-key") (not (lookup "v1" "Secret" $keys .metadata.name)) -}}
{{- $forgotten = append $forgotten .metadata.name -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- join ", " $forgotten -}}
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
