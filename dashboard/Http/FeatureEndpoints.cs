using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Parley.Dashboard;

/// <summary>What features are, and what bar features were over time.</summary>
internal sealed class FeatureEndpoints
{
    private const int NamesMax = 16;

    private readonly IDeskView _view;
    private readonly HashSet<string> _names;

    public FeatureEndpoints(IDeskView view)
    {
        _view = view;
        IReadOnlyList<CatalogueEntryDto> entries = view.Catalogue();
        _names = [.. entries.Where(e => e.Kind == FeatureKind.Bars).Select(e => e.Name)];
        Catalogue = new PageFile("catalogue.json", JsonSerializer.SerializeToUtf8Bytes(entries, DeskJson.Default.IReadOnlyListCatalogueEntryDto));
    }

    /// <summary>Never changes while the desk runs, so a browser that holds it is told so in a few bytes.</summary>
    public PageFile Catalogue { get; }

    public Task Series(HttpContext context)
    {
        string? symbol = context.Request.Query["symbol"];
        string? timeframe = context.Request.Query["timeframe"];
        string[] names = [.. ((string?)context.Request.Query["names"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        if (string.IsNullOrEmpty(symbol) || string.IsNullOrEmpty(timeframe) || names.Length == 0)
            return Answer.Error(context, StatusCodes.Status400BadRequest, "Features need ?symbol=, &timeframe= and &names=a,b,c.");
        if (names.Length > NamesMax)
            return Answer.Error(context, StatusCodes.Status400BadRequest, $"At most {NamesMax} features at once; these are {names.Length}.");
        if (Array.Find(names, name => !_names.Contains(name)) is { } unknown)
            return Answer.Error(context, StatusCodes.Status400BadRequest, $"'{Answer.Shortened(unknown)}' is no feature of bars; /api/catalogue lists them.");

        DeskDto desk = _view.Desk();
        if (!desk.Symbols.Contains(symbol))
            return Answer.Error(context, StatusCodes.Status404NotFound, $"The desk does not watch '{Answer.Shortened(symbol)}'.");
        if (!desk.Timeframes.Contains(timeframe))
            return Answer.Error(context, StatusCodes.Status404NotFound, $"The desk keeps no bars of '{Answer.Shortened(timeframe)}'; it keeps {string.Join(", ", desk.Timeframes)}.");
        return DeskEndpoints.Limited(context, limit =>
            Answer.Json(context, _view.Features(symbol, timeframe, names, limit), DeskJson.Default.FeatureSeriesDto));
    }
}
