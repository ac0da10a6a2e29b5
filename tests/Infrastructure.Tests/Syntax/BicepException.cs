namespace Parley.Infrastructure.Tests.Syntax;

/// <summary>Bicep that cannot mean anything, with the place.</summary>
internal sealed class BicepException(Node node, string message) : Exception($"{node.Place}: {message}.");
