using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Parley.Azure;
using Parley.Orchestrations;

namespace Parley.Functions;

/// <summary>The workflows of orchestrations/ on Durable Task: names and bindings, nothing else.</summary>
public static class Workflows
{
    [Function(WorkNames.Decision)]
    public static Task<DecisionReceipt> DecideAsync([OrchestrationTrigger] TaskOrchestrationContext context, DecisionRequest request) =>
        DecisionWorkflow.RunAsync(new DurableWorkflowContext(context), request);

    [Function(WorkNames.Execution)]
    public static Task<IntentReceipt> ExecuteAsync([OrchestrationTrigger] TaskOrchestrationContext context, OrderIntents intents) =>
        ExecutionWorkflow.RunAsync(new DurableWorkflowContext(context), intents);

    [Function(WorkNames.Flatten)]
    public static Task<FlattenResult> FlattenAsync([OrchestrationTrigger] TaskOrchestrationContext context, FlattenRequest request) =>
        FlattenWorkflow.RunAsync(new DurableWorkflowContext(context), request);

    [Function(WorkNames.Reconcile)]
    public static Task<ReconcileResult> ReconcileAsync([OrchestrationTrigger] TaskOrchestrationContext context, ReconcileRequest request) =>
        ReconcileWorkflow.RunAsync(new DurableWorkflowContext(context), request);
}
