namespace Parley.Orchestrations;

/// <summary>
/// Names of workflows and activities, as engines register them and histories record them. They outlive code: never rename
/// one; what replays differently gets the next version and stays beside the old until that is drained.
/// </summary>
public static class WorkNames
{
    public const string Decision = "decision-v1";
    public const string Execution = "execution-v1";
    public const string Flatten = "flatten-v1";
    public const string Reconcile = "reconcile-v1";

    public const string Speak = "deliberation-speak-v1";
    public const string Decide = "decision-decide-v1";
    public const string Execute = "decision-execute-v1";
    public const string Publish = "execution-publish-v1";
    public const string Look = "execution-look-v1";
    public const string Raise = "alert-raise-v1";
    public const string Tighten = "control-tighten-v1";
    public const string AskEdge = "edge-report-v1";
    public const string FoldLedger = "ledger-fold-v1";
}
