{{- define "muster.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: muster
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- /* What the operator does in a namespace that it serves. */ -}}
{{- define "muster.operator.rules" -}}
{{ .Files.Get "files/operator-rules.yaml" | trim }}
{{- end -}}
