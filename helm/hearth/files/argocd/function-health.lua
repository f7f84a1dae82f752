-- Argo CD's health of a Function: key resource.customizations.health.lambda.hearth.dev_Function of ConfigMap argocd-cm.
local health = {status = "Progressing", message = "the operator has not seen this generation yet"}
if obj.status == nil or obj.status.conditions == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health
end
for _, condition in ipairs(obj.status.conditions) do
  if condition.status == "True" and (condition.type == "Stalled" or condition.type == "CapacityUnavailable") then
    return {status = "Degraded", message = condition.reason .. ": " .. condition.message}
  end
  if condition.type == "Ready" then
    health.message = condition.message
    if condition.status == "True" then
      health.status = "Healthy"
    end
  end
end
return health
