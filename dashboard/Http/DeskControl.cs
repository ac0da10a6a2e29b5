using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Parley.Dashboard;

/// <summary>Takes a control request apart, and passes on what is left of it when nothing speaks against it.</summary>
internal static class DeskControl
{
    private const int BodyBytesMax = 1_024;

    private static readonly Dictionary<string, ControlAction> Actions = new()
    {
        ["pause"] = ControlAction.Pause,
        ["resume"] = ControlAction.Resume,
        ["reduce-only"] = ControlAction.ReduceOnly,
        ["flatten"] = ControlAction.Flatten,
        ["halt"] = ControlAction.Halt,
    };

    public static async Task Serve(HttpContext context, IDeskView view)
    {
        if (RequestGuard.ObjectionToControl(context) is { } objection)
        {
            await Answer.Error(context, StatusCodes.Status403Forbidden, objection);
            return;
        }

        string? name = await ReadAction(context);
        if (name is null || !Actions.TryGetValue(name, out ControlAction action))
        {
            string asked = name is null ? "No action" : $"'{Answer.Shortened(name)}' is no action";
            string known = string.Join(", ", Actions.Keys);
            await Answer.Error(context, StatusCodes.Status400BadRequest, $"{asked}; the desk knows {known}.");
            return;
        }

        ControlResult result = view.Control(action);
        int status = result.Accepted ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
        await Answer.Json(context, result, DeskJson.Default.ControlResult, status);
    }

    private static async Task<string?> ReadAction(HttpContext context)
    {
        if (context.Request.ContentLength is null or > BodyBytesMax) return null;
        try
        {
            ControlRequestDto? request = await JsonSerializer.DeserializeAsync(
                context.Request.Body, DeskJson.Default.ControlRequestDto, context.RequestAborted);
            return request?.Action;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
