using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Parley.Orchestrations;

namespace Parley.Functions;

/// <summary>
/// The desk over HTTP. Entra ID stands before every route but health (platform authentication, bicep/); the roles are asked
/// for in <see cref="CloudDesk"/>.
/// </summary>
public sealed class DeskApi(CloudDesk desk, Callers callers, HostWorkflows workflows)
{
    [Function("features")]
    public async Task<IActionResult> FeaturesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "features/{symbol}")] HttpRequest request, string symbol, CancellationToken cancellation) =>
        Json(await desk.FeaturesAsync(callers.Of(request), symbol, request.Query["tf"], request.Query["last"], cancellation));

    [Function("reason")]
    public async Task<IActionResult> ReasonAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reason/{symbol}")] HttpRequest request, string symbol,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        workflows.Use(client);
        return Json(await desk.ReasonAsync(callers.Of(request), symbol, cancellation));
    }

    [Function("decisions")]
    public async Task<IActionResult> DecisionsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "decisions/{symbol}")] HttpRequest request, string symbol, CancellationToken cancellation) =>
        Json(await desk.DecisionsAsync(callers.Of(request), symbol, request.Query["hours"], cancellation));

    [Function("status")]
    public async Task<IActionResult> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "status")] HttpRequest request, CancellationToken cancellation) =>
        Json(await desk.StatusAsync(callers.Of(request), cancellation));

    [Function("health")]
    public async Task<IActionResult> HealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellation)
    {
        _ = request;
        return Json(await desk.HealthAsync(cancellation));
    }

    [Function("control")]
    public async Task<IActionResult> ControlAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "control/{command}")] HttpRequest request, string command,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        workflows.Use(client);
        // The caller names a command he may repeat; otherwise each request is one of its own.
        string id = request.Headers["Idempotency-Key"] is [{ Length: > 0 and <= 64 } key] ? key : Guid.NewGuid().ToString("N");
        return CommandId.IsMatch(id)
            ? Json(await desk.ControlAsync(callers.Of(request), command, id, cancellation))
            : Json(Answer.Bad("Idempotency-Key has letters, digits and dashes only."));
    }

    private static IActionResult Json(Answer answer) =>
        new ContentResult { StatusCode = answer.Status, ContentType = "application/json", Content = System.Text.Encoding.UTF8.GetString(answer.Body.Span) };
}
