"""The reference front end. It knows HealthKB only through the public API, as any other front end would."""
