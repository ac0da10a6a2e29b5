using Parley.Domain;
using Parley.Risk;

namespace Parley.Orchestrations;

/// <summary>Holds equity against the loss ladder, once per second of venue time, and raises each alert once.</summary>
internal sealed class LossWatch(RiskLimits limits, ModeControl mode, Action<DeskAlert> alert)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, decimal> _raised = [];
    private Timestamp _next;

    public LadderAction Assess(AccountView account, Timestamp now)
    {
        if (now < _next) return LadderAction.None;
        _next = now + Interval;
        LadderState state = LossLadder.Assess(account, limits);
        foreach (LadderAlert reached in state.Alerts)
        {
            if (_raised.GetValueOrDefault(reached.Rule) >= reached.Threshold) continue;
            _raised[reached.Rule] = reached.Threshold;
            alert(new(reached.Rule, reached.Message));
        }

        foreach (string rule in _raised.Keys.ToArray())
            if (!state.Alerts.Any(a => a.Rule == rule)) _raised.Remove(rule);
        mode.Obey(state.Action, state.Alerts.Count > 0 ? state.Alerts[^1].Message : "");
        return state.Action;
    }
}
