using Microsoft.Extensions.Logging;
using Parley.Ports;

namespace Parley.Functions;

/// <summary>Writes every alert to the log, from which alert rules send e-mail and pages, and to the chat where there is one.</summary>
public sealed partial class LoggedAlerts(IAlerts? chat, ILogger<LoggedAlerts> log) : IAlerts
{
    public Task SendAsync(Alert alert, CancellationToken cancellation)
    {
        LogLevel level = alert.Severity switch
        {
            AlertSeverity.Critical => LogLevel.Critical,
            AlertSeverity.Warning => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        Raised(log, level, alert.Key, alert.Text);
        return chat?.SendAsync(alert, cancellation) ?? Task.CompletedTask;
    }

    [LoggerMessage(EventId = 100, EventName = "parley.alert", Message = "{Key}: {Text}")]
    private static partial void Raised(ILogger log, LogLevel level, string key, string text);
}

internal static partial class AlertLog
{
    [LoggerMessage(EventId = 101, Level = LogLevel.Error, EventName = "parley.alert.undelivered", Message = "The alert {Key} could not be delivered: {Reason}")]
    public static partial void Undelivered(this ILogger log, string key, string reason);
}
